@OP-02
Feature: What is stored stays
  Parts are restarted, and containers are thrown away for newer ones. Nobody who uses Veza loses
  anything by that. What is stored goes only when somebody removes the volumes it is in.

  Rule: Everything that is kept for somebody outlasts each part, in every store

    @critical @needs.control @needs.database @disrupts.veza
    Scenario Outline: every part <happens>
      Given Lina has one of everything that Veza keeps for somebody
      When each part <happens>, one after another, and Lina, Nils and Ada look for everything after each
      Then everything was there each time, for each of them and in every store

      Examples:
        | happens      |
        | is restarted |
        | dies         |

  Rule: What was stored a moment ago outlasts each part as well

    Background:
      Given Lina has the playlist "Journeys" with "Night Bus" and "Low Tide", which Arno has published
      And Lina has started "Night Bus" in medium quality
      And Lina and Milo are in a conversation
      And Lina and Milo have said 6 things in turn

    @critical @needs.control @disrupts.veza
    Scenario Outline: <part> dies and is started again
      When Lina puts "Journeys" in the order "Low Tide" and "Night Bus"
      And <part> dies and is started again
      Then every service lets Lina in
      And the playlist "Journeys" of Lina holds "Low Tide" and "Night Bus", in this order
      And the audio that Lina gets is all of "Night Bus", at 192 kbit/s
      And Milo finds all that was said in the history, word for word

      Examples:
        | part        |
        | postgres    |
        | backend-api |

    @needs.control @disrupts.veza
    Example: one misfortune after another
      When one after another postgres is away for a moment, then redis hangs, then nats dies, then chat-server dies
      Then every service lets Lina in
      And the playlist "Journeys" of Lina holds "Night Bus" and "Low Tide", in this order
      And Milo finds all that was said in the history, word for word

    @needs.containers @disrupts.veza
    Scenario Outline: the container of <part> is made anew
      When the container of <part> is made anew
      Then every service lets Lina in
      And the playlist "Journeys" of Lina holds "Night Bus" and "Low Tide", in this order
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

  Rule: What was begun goes on, and what was changed stays so

    @needs.control @disrupts.veza
    Scenario Outline: <who> keeps a role
      Given <who> has an account
      When backend-api is restarted
      And <who> signs in
      And Lina and <who> each try to <do what only that role may>
      Then it is allowed to <who>, and refused to everybody else without effect

      Examples:
        | who  | do what only that role may        |
        | Arno | publish a track                   |
        | Milo | remove a message of somebody else |

    @VZ-14 @needs.control @disrupts.veza
    Example: what was removed from a conversation, and who is muted in it
      Given Lina and Milo are in a conversation
      And Lina has said "Good evening" and "My key is under the mat"
      And Milo has removed "My key is under the mat" from the conversation
      And Milo has muted Lina for an hour because of "Too loud"
      When chat-server is restarted
      Then Lina finds "Good evening" in the history, and nothing else
      And Lina is refused, and told until when and why, when she comes back

    @needs.control @disrupts.veza @realtime
    Example: a conversation
      Given Lina and Milo are in a conversation
      And Lina and Milo have said 6 things in turn
      When chat-server is restarted
      And Lina and Milo come back and say 4 things in turn
      Then Milo finds all that was said in the history, word for word

    @VZ-13 @needs.control @disrupts.veza
    Scenario Outline: a track that is being prepared, when stream-server <ends>
      Given Arno has handed in the track "Long Way Home", which is two minutes long
      When stream-server <ends> before the track is ready, and is started again
      Then Lina can listen to all of "Long Way Home", once it is ready

      Examples:
        | ends  |
        | stops |
        | dies  |

  Rule: What Veza is born with is made once

    @needs.trial @disrupts.veza @VZ-15
    Example: its first admin, who is none any more
      Given another first admin, who is called otherwise by now, and of whom Ada has made a listener
      When another backend-api is told of that admin once more
      Then that admin is still a listener, and called so

  Rule: Only removing the volumes loses it

    @needs.containers @alone @limit.600
    Example: a Veza that is taken down
      Given a Veza of its own
      And Lina has the playlist "Journeys" with "Night Bus", which Arno has published
      When it is taken down and started again
      Then every service lets Lina in
      And the playlist "Journeys" of Lina holds "Night Bus"
      And nobody knows Lina any more when it is taken down with its volumes and started again
