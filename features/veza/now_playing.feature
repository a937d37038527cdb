@VZ-10
Feature: Now playing
  Who is in a conversation lets the others see what they listen to: from its start, and no longer than
  they listen. Nobody else learns of it, and the talk goes on all the while.

  Background:
    Given Arno has published "Night Bus"
    And Lina, Arno and Milo are in a conversation

  Rule: The others see what somebody listens to

    @critical @realtime
    Example: from the start to the end
      Given Zoe is in another conversation
      And Arno is present on his laptop and on his phone
      When Lina plays "Night Bus"
      Then Arno and Milo see once that Lina listens to "Night Bus"
      And Zoe sees nothing of it, neither live nor in any history
      And Arno and Milo see once that Lina listens to nothing, after she stops "Night Bus"

    @realtime
    Example: one track after another
      Given Arno has published "Day Train"
      When Lina plays "Night Bus" and then "Day Train"
      Then Arno and Milo see that Lina listens to "Night Bus", and then to "Day Train"
      And Arno and Milo see nothing new of Lina, after she stops "Night Bus"
      And Arno and Milo see once that Lina listens to nothing, after she stops "Day Train"
      And Lina, Arno and Milo have stayed connected, and see what each of them says

    @realtime
    Example: two tracks, of which one goes on
      Given Arno has published "Day Train"
      When Lina plays "Night Bus" and then "Day Train"
      Then Arno and Milo see that Lina listens to "Night Bus", and then to "Day Train"
      And Arno and Milo see that Lina listens to "Night Bus" while "Day Train" is paused, and then to "Day Train"
      And Arno and Milo see that Lina listens to "Night Bus" again, after she stops "Day Train"
      And Arno and Milo see once that Lina listens to nothing, after she stops "Night Bus"

    @realtime
    Example: two people at once
      Given Arno has published "Day Train"
      When Lina plays "Night Bus"
      And Milo plays "Day Train"
      Then Arno and Milo see once that Lina listens to "Night Bus"
      And Lina and Arno see once that Milo listens to "Day Train"
      And Lina and Arno see once that Milo listens to nothing, after he stops "Day Train"
      And Arno and Milo see nothing new of Lina, and find what she listens to when they join again

    @realtime
    Example: in each conversation that they share with somebody
      Given Lina and Milo are in another conversation as well
      When Lina plays "Night Bus"
      Then Arno and Milo see once that Lina listens to "Night Bus"
      And Milo has seen the same of Lina in the other conversation, and Arno in none

    @VZ-05 @realtime
    Example: somebody who comes while they listen, until the track is gone
      Given Zoe plays "Night Bus"
      When Lina takes Zoe into the conversation
      And Zoe joins the conversation
      Then Lina, Arno and Milo see once that Zoe listens to "Night Bus"
      And Lina, Arno and Milo see it once more, when Zoe leaves and joins again
      And Lina, Arno and Milo see once that Zoe listens to nothing, after Arno removes "Night Bus"
      And Zoe gets no audio of "Night Bus" any more, nor can she speak of it

  Rule: It clears when they do not listen any more

    @realtime
    Example: not for a moment's pause, but for one that lasts
      Given Milo plays "Night Bus"
      And Lina plays "Night Bus"
      When Lina pauses, goes on at once, and pauses again
      Then Arno and Milo see that Lina listens to "Night Bus", pauses, goes on and pauses
      And Arno and Milo see once that Lina listens to nothing, after 5 seconds and not before
      And Lina and Arno see once that Milo listens to "Night Bus", and it is kept how far he has come
      And Arno and Milo see that Lina listens to "Night Bus" again, after she goes on

    @realtime @needs.database
    Example: when nothing is heard of it, unless a player is connected
      Given Milo plays "Night Bus"
      And Lina has started "Night Bus" in medium quality
      And Arno and Milo have seen that Lina listens to "Night Bus"
      When nothing has been heard of what Lina and Milo listen to for 58 seconds
      Then Arno and Milo see once that Lina listens to nothing, when that is 60 seconds and not before
      And Lina and Arno see once that Milo listens to "Night Bus"

    @realtime
    Example: when they vanish
      Given Lina plays "Night Bus"
      And Arno and Milo have seen that Lina listens to "Night Bus"
      When Lina goes on with it on her phone, and the player on her laptop vanishes
      Then Arno and Milo see nothing new of Lina
      When the player of Lina vanishes
      Then Arno and Milo see once that Lina listens to nothing

    @realtime @needs.control @disrupts.veza
    Example: when the music is gone for everybody
      Given Lina plays "Night Bus"
      And Arno and Milo have seen that Lina listens to "Night Bus"
      When stream-server dies and is started again
      Then Arno and Milo see once that Lina listens to nothing, once all is well
      And Lina, Arno and Milo have stayed connected, and see what each of them says

    @ui @realtime
    Scenario Outline: in the browser, by its whole title
      Given Arno has published "<title>"
      When Lina plays "<title>" in the browser
      And Milo opens the conversation in the browser
      Then Milo reads that Lina listens to "<title>"
      And Milo reads that Lina has paused "<title>", after she pauses in the browser
      And Milo reads that Lina listens to "<title>", after she goes on in the browser
      And Milo reads that Lina listens to nothing, after she closes the page

      Examples: as long as a title may be
        | title                                                                                                   |
        | The Night Bus, or How We All Walked Home through Rain, Snow & Fog, Singing «Żółć» 日本 🎷 until Sunrise |

  Rule: Other devices of the listener follow

    @realtime
    Example: a phone that lies beside it
      Given Lina follows her music on her phone
      When Lina plays "Night Bus", pauses, goes on, moves to another place and stops
      Then Lina sees on her phone once that it has started, paused, gone on, moved and stopped
      And Lina sees on her laptop once what she does to it on her phone

  Rule: It shows at once, and the chat stays connected

    @critical @ui @realtime @alone
    Example: within half a second, and soon on the page
      Given Arno has published "Day Train"
      And Milo has the conversation open in the browser
      When Lina changes between "Night Bus" and "Day Train" 20 times, while Milo looks at the page
      Then Arno and Milo see 95 % of the changes within 500 milliseconds
      And Milo reads 95 % of them within another 300 milliseconds
      And Lina, Arno and Milo have stayed connected, and see what each of them says
