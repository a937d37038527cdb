@OP-02
Feature: What is stored stays
  Parts are restarted, and containers are thrown away for newer ones. Nobody who uses Veza loses
  anything by that. What is stored goes only when somebody removes the volumes it is in.

  Rule: What is stored outlasts each part

    Background:
      Given Lina has the playlist "Journeys" with "Night Bus", which Arno has published
      And Lina has started "Night Bus" in medium quality
      And Lina and Milo are in a conversation
      And Lina and Milo have said 6 things in turn

    @critical @needs.control @disrupts.veza
    Scenario Outline: <part> is restarted
      When <part> is restarted
      Then every service lets Lina in
      And the playlist "Journeys" of Lina holds "Night Bus"
      And the audio that Lina gets is all of "Night Bus", at 192 kbit/s
      And Milo finds all that was said in the history, word for word

      Examples:
        | part          |
        | postgres      |
        | redis         |
        | nats          |
        | backend-api   |
        | chat-server   |
        | stream-server |
        | web           |

    @needs.containers @disrupts.veza
    Scenario Outline: the container of <part> is made anew
      When the container of <part> is made anew
      Then every service lets Lina in
      And the playlist "Journeys" of Lina holds "Night Bus"
      And the audio that Lina gets is all of "Night Bus", at 192 kbit/s
      And Milo finds all that was said in the history, word for word

      Examples:
        | part          |
        | postgres      |
        | redis         |
        | nats          |
        | backend-api   |
        | chat-server   |
        | stream-server |
        | web           |

  Rule: Only removing the volumes loses it

    @needs.containers @alone
    Example: a Veza that is taken down
      Given a Veza of its own
      And Lina has the playlist "Journeys" with "Night Bus", which Arno has published
      When it is taken down and started again
      Then every service lets Lina in
      And the playlist "Journeys" of Lina holds "Night Bus"
      And nobody knows Lina any more when it is taken down with its volumes and started again
