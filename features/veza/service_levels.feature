@VZ-24
Feature: Service levels
  Each thing that people wait for has a time of its own, and each thing that flows a volume.

  Background:
    Given Arno has published "Night Bus" and "Day Train"
    And Lina, Arno, Milo and Ada are in a conversation

  Rule: Each call keeps its own average while four people use everything

    @realtime @load @alone
    Example: under traffic of all roles
      When Lina, Arno, Milo and Ada use everything at the same moment, five times
      Then each of these took less on average than
        | service       | call                      | average          |
        | web           | signing in                | 200 milliseconds |
        | web           | the dashboard             | 300 milliseconds |
        | stream-server | the start of a stream     | 150 milliseconds |
        | stream-server | a command to a stream     | 50 milliseconds  |
        | chat-server   | the list of conversations | 100 milliseconds |
        | chat-server   | a message                 | 30 milliseconds  |

  Rule: Each step of an evening has its time

    @critical @realtime @load @alone
    Example: twenty evenings
      When Lina spends twenty evenings, from signing in to a playlist with "Night Bus"
      Then each of these took no longer than
        | step                     | judged by | time             |
        | signing in               | always    | 2 seconds        |
        | the dashboard            | always    | 1.5 seconds      |
        | starting a track         | always    | 0.5 seconds      |
        | joining the conversation | always    | 0.8 seconds      |
        | a message that is seen   | always    | 0.3 seconds      |
        | a playlist               | always    | 1.2 seconds      |
        | authentication           | average   | 200 milliseconds |
        | a stream that is ready   | average   | 100 milliseconds |
        | a message that is seen   | average   | 50 milliseconds  |

  Rule: Each flow has its volume

    @realtime @load @alone
    Example: with eight who fetch at once
      Given Lina and Arno have said 200 things in turn
      Then in each second at least so much of these comes to Lina
        | what                    | megabytes |
        | audio                   | 5         |
        | what is known of tracks | 1         |
        | messages                | 0.5       |
        | people                  | 0.1       |
