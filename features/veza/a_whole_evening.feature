@VZ-12
Feature: A whole evening
  Everything together, as it is on a good evening: one visit in the browser, from signing in
  to a playlist with the track of the night.

  @critical @ui @realtime
  Example: from signing in to a playlist
    Given Arno has published "Night Bus"
    And Lina, Arno and Milo are members of a conversation, and Arno is present
    When Lina signs in and plays "Night Bus" from her dashboard in the browser
    And Lina says "This track is amazing! 🎵" about it in the conversation in the browser
    And Lina makes the playlist "My Favourites" with the playing track in the browser
    Then Arno sees it once, with a link to "Night Bus", and sees Lina come and go
    And "Night Bus" has played on all the time, for Veza too, and is in the playlist "My Favourites" of Lina

  @ui @realtime
  Example: with a change of mind
    Given Lina has the playlist "Journeys" with "Slow Ferry" and "Night Bus", which Arno has published
    And Lina, Arno and Milo are members of a conversation, and Arno is present
    When Lina plays "Slow Ferry" from "Journeys" and says "Listen to this 🎧" about it in the browser
    And Lina goes on to "Night Bus" and says "No, to this 🎺" about it in the browser
    And Lina makes the playlist "My Favourites" with the playing track in the browser
    Then Arno sees both once, in this order, with links to "Slow Ferry" and "Night Bus"
    And the playlist "My Favourites" of Lina holds "Night Bus"

  @VZ-10 @ui @realtime
  Example: over lines that break
    Given Arno has published "Night Bus"
    And Lina, Arno and Milo are members of a conversation, and Arno is present
    And Lina is at a browser whose lines may break
    When Lina plays "Night Bus" in the browser
    And Lina says "This track is amazing! 🎵" about it in the conversation in the browser
    And all lines of Lina break, 2 times, while Arno looks on
    Then each of the 2 times "Night Bus" has played on, as Arno sees, and Lina can go on writing
