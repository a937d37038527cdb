@VZ-18
Feature: Consistency
  Each service keeps what it needs of people, tracks, playlists and messages, and tells it in its own place.
  After a busy time all of them say the same, and keep what they say.

  Background:
    Given Arno has published "Night Bus" and "Day Train"
    And Lina, Arno, Milo and Ada are in a conversation

  Rule: Nobody disagrees with anybody

    @critical @realtime
    Example: after a busy time
      When Lina, Arno, Milo and Ada use everything at the same moment, three times
      And Lina makes the playlist "Evening" with "Night Bus" and "Day Train"
      Then all services say and keep the same of these people, tracks, playlists and messages

    @VZ-13 @realtime @needs.control @disrupts.veza
    Example: after changes that stream-server could not hear of
      Given Arno has handed in the track "Long Way Home", which is a minute long
      When stream-server dies
      And Arno calls himself "Arno the Late"
      And Arno removes the track "Day Train"
      Then once all is well "Long Way Home" becomes ready
      And all services say and keep the same of these people, tracks, playlists and messages

    @realtime @needs.control @disrupts.veza
    Example: after what backend-api could not hear of
      When backend-api dies
      And Lina says "Is anybody there?"
      And Lina has listened to "Night Bus"
      Then once all is well all services say and keep the same of these people, tracks, playlists and messages

  Rule: Whatever they disagree about is named

    @realtime @needs.database
    Scenario Outline: somebody has meddled with <what> <whose>
      Given Lina, Arno, Milo and Ada have used everything at the same moment
      And all services say and keep the same of these people, tracks, playlists and messages
      When somebody meddles with <what> "<whose>"
      Then it is noticed that they disagree about <named>

      Examples:
        | what                                       | whose     | named                             |
        | the name that chat-server keeps of         | Lina      | the name of Lina                  |
        | the role that backend-api keeps of         | Milo      | the role of Milo                  |
        | the title that stream-server keeps of      | Night Bus | the title of "Night Bus"          |
        | the kind that backend-api keeps of         | Day Train | the kind of "Day Train"           |
        | the last message that chat-server keeps of | Lina      | how often Lina has said something |
        | one stream that stream-server keeps of     | Ada       | how often Ada has listened        |
