@OP-03
Feature: Configuration
  Whoever operates Veza tells each service what it needs when it is started. A service that was told
  something wrong says so at once, instead of failing people later. What is secret stays secret.

  Rule: A service that was not told all it needs does not start

    @critical @needs.trial
    Scenario Outline: <service>
      When another <service> is started without any setting
      Then it ends before it serves anybody, with one sentence that names every setting that it needs

      Examples:
        | service       |
        | web           |
        | backend-api   |
        | chat-server   |
        | stream-server |

    @needs.trial
    Scenario Outline: <service> without <setting>
      When another <service> is started without <setting>
      Then it ends before it serves anybody, with one sentence that names <setting>
      And it tells nothing that is secret

      Examples:
        | service       | setting                         |
        | web           | the address of chat-server      |
        | backend-api   | the password of the first admin |
        | chat-server   | the key that signs tokens       |
        | stream-server | the key that seals the audio    |

  Rule: What a service is told is checked before it serves anybody

    @needs.trial
    Scenario Outline: <service> with <value> for <setting>
      When another <service> is started with <value> for <setting>
      Then it ends before it serves anybody, with one sentence that names <setting>
      And it tells nothing that is secret

      Examples:
        | service       | value                          | setting                       |
        | web           | a word                         | the port                      |
        | web           | a number that is too large     | the port                      |
        | web           | a word                         | the address of backend-api    |
        | chat-server   | a word                         | the level of the log          |
        | chat-server   | the address of something else  | the address of the cache      |
        | chat-server   | a word                         | the key that services share   |
        | backend-api   | an address with an end missing | the address of the database   |
        | backend-api   | a word                         | the e-mail of the first admin |
        | stream-server | a path where nothing is        | the certificate               |
        | stream-server | a file with nothing in it      | the folder of the audio       |

    @critical @needs.trial
    Scenario Outline: whatever is wrong with what <service> is told
      When another <service> is told each of its settings wrongly, in every way
      Then each time it ends before it serves anybody, naming all that is wrong, and telling nothing that is secret

      Examples:
        | service       |
        | web           |
        | backend-api   |
        | chat-server   |
        | stream-server |

    @needs.trial
    Example: all that is wrong is named at once
      When another stream-server is started with a word for the port, the address of the broker and the level of the log
      Then it ends before it serves anybody, with one sentence that names the port, the address of the broker and the level of the log
      And it tells nothing that is secret

    @needs.trial @disrupts.veza
    Scenario Outline: <service> with all it needs
      When another <service> is told what the first one was told
      Then it starts
      When another <service> is told as little and as much as each of its settings may be
      Then each of them starts

      Examples:
        | service       |
        | web           |
        | backend-api   |
        | chat-server   |
        | stream-server |

    @needs.trial @disrupts.veza
    Example: backend-api with another first admin
      When another backend-api is told of another first admin, and to make more of a lock of passwords
      Then that admin can sign in, by a password that is locked so

  Rule: What is secret is told to nobody

    @critical @ui @realtime @needs.logs
    Example: on an evening on which much goes wrong
      Given Arno has published "Night Bus"
      And Lina, Arno and Milo are members of a conversation
      When somebody signs in with a wrong password for Lina
      And Lina signs in and plays "Night Bus" from her dashboard in the browser
      And Lina says "This track is amazing! 🎵" about it in the conversation in the browser
      And Lina asks every service for what it refuses, in every way there is
      Then no answer, no page and no log holds a secret of Veza or of Lina

    @needs.trial @disrupts.veza
    Scenario Outline: however much <service> logs
      When another <service> logs as much as it can, with each of its stores away in turn
      Then it logs no secret, not even the way into what is away
      And it logs nothing but trouble when it is told so

      Examples:
        | service       |
        | web           |
        | backend-api   |
        | chat-server   |
        | stream-server |

    @needs.control @needs.logs @disrupts.veza
    Scenario Outline: while <part> is away
      Given Lina is signed in
      When <part> stops
      And Lina asks every service for what it refuses, in every way there is
      Then no answer, no page and no log holds a secret of Veza or of Lina

      Examples:
        | part          |
        | postgres      |
        | redis         |
        | nats          |
        | web           |
        | backend-api   |
        | chat-server   |
        | stream-server |
