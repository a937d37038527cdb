@VZ-11
Feature: Playlists
  A listener keeps what they like in playlists: whole, in the order they chose, and private
  if they want it so.

  Background:
    Given Arno has published "Night Bus", "Day Train" and "Slow Ferry"

  Rule: A playlist and its tracks are made together or not at all

    @critical @ui
    Example: with the track that is playing
      Given Lina is playing "Night Bus" in the browser
      When Lina makes the playlist "My Favourites" with the playing track in the browser
      Then Lina sees "My Favourites" with "Night Bus" in the browser
      And the playlist "My Favourites" of Lina holds "Night Bus"

    @ui
    Example: when the line breaks half-way
      Given Lina is playing "Night Bus" in the browser
      When the line of Lina breaks while she makes the playlist "My Favourites" with the playing track in the browser
      Then "My Favourites" of Lina holds "Night Bus", or is not there at all

    Example: with several tracks
      When Lina makes the playlist "Journeys" with "Slow Ferry", "Night Bus" and "Day Train"
      Then the playlist "Journeys" of Lina holds "Slow Ferry", "Night Bus" and "Day Train", in this order

    Example: with a track that does not exist
      When Lina makes the playlist "Journeys" with "Night Bus" and a track that does not exist
      Then Lina is refused because of the tracks
      And Lina has no playlist, and nothing of it is stored

    @disrupts.veza @needs.database
    Example: when the storage fails half-way
      Given the tracks of playlists cannot be stored for the moment
      When Lina makes the playlist "Journeys" with "Night Bus"
      Then Lina is asked to try again later
      And Lina has no playlist, and nothing of it is stored
      And Lina can make it when they can be stored again

  Rule: The order is kept

    Example: when one of its tracks is removed from Veza, and another is added
      Given Lina has the playlist "Journeys" with "Slow Ferry", "Night Bus", "Slow Ferry" and "Day Train"
      And Zoe has the playlist "Hers" with "Slow Ferry" and "Day Train"
      When Arno removes the track "Slow Ferry"
      And Lina adds "Night Bus" to "Journeys"
      And Zoe adds "Night Bus" to "Hers"
      Then the playlist "Journeys" of Lina holds "Night Bus", "Day Train" and "Night Bus", in this order
      And the playlist "Hers" of Zoe holds "Day Train" and "Night Bus", in this order

    Example: when it is changed
      Given Lina has the playlist "Journeys" with "Slow Ferry", "Night Bus" and "Day Train"
      When Lina puts "Journeys" in the order "Day Train", "Slow Ferry" and "Night Bus"
      Then the playlist "Journeys" of Lina holds "Day Train", "Slow Ferry" and "Night Bus", in this order

    Example: when two devices add at the same time
      Given Lina has the playlist "Journeys" with "Slow Ferry"
      When Lina adds "Night Bus" and "Day Train" to "Journeys" 5 times at the same time
      Then the playlist "Journeys" of Lina holds 11 tracks, and "Slow Ferry" first

    Example: up to 500 tracks, also when two devices add at the same time
      Given Lina has the playlist "Journeys" with "Slow Ferry" 495 times
      When Lina adds "Night Bus" and "Day Train" to "Journeys" 5 times at the same time
      Then five of them were taken, and the others refused because there are too many
      And the playlist "Journeys" of Lina holds 500 tracks, and "Slow Ferry" first

    @ui
    Example: in the browser
      Given Lina has the public playlist "Party" with "Day Train"
      And Lina has the playlist "Journeys" with "Slow Ferry", "Night Bus" and "Slow Ferry"
      When Lina moves "Night Bus" up in "Journeys" in the browser
      Then the playlist "Journeys" of Lina holds "Night Bus", "Slow Ferry" and "Slow Ferry", in this order
      When Lina takes "Slow Ferry" out of it in the browser, once
      Then the playlist "Journeys" of Lina holds "Night Bus" and "Slow Ferry", in this order
      And Lina finds her playlists in the browser as Veza lists them

  Rule: Whatever happens meanwhile, a playlist is whole, and in the order that was confirmed last

    @critical @needs.control @disrupts.veza
    Scenario Outline: while <misfortune>
      Given Lina has the playlist "Journeys" with "Slow Ferry", "Night Bus" and "Day Train"
      When for 3 seconds Lina makes playlists and puts "Journeys" in ever another order, on two devices, while <misfortune>
      Then each playlist of Lina that was confirmed is there once, newest first, and none without its tracks
      And "Journeys" of Lina was at every look in the order that was confirmed last

      Examples:
        | misfortune                                                             |
        | postgres is restarted again and again                                  |
        | postgres dies, then backend-api dies, then postgres hangs for a moment |

  Rule: A private playlist is its owner's

    Background:
      Given Lina has the private playlist "Secrets" with "Night Bus"
      And Lina has the public playlist "Party" with "Day Train"

    @critical
    Example: it is neither listed nor reachable
      Then Zoe finds "Party" among the public playlists, and not "Secrets"
      And Zoe can open "Party" of Lina
      And Zoe, Milo and Ada can neither open, change nor remove "Secrets" of Lina
      And the playlist "Secrets" of Lina holds "Night Bus"

    Example: when both look at the same time
      Given Zoe has the private playlist "Tears" with "Slow Ferry"
      When Lina and Zoe look through their playlists 5 times at the same time
      Then each of them has seen their own each time, and nothing else

    Example: a public one is changed by its owner only
      Then Zoe can neither change nor remove "Party" of Lina
      And the playlist "Party" of Lina holds "Day Train"

    @ui
    Example: in the browser
      When Zoe opens "Secrets" of Lina in the browser
      Then Zoe reads that there is no such playlist
