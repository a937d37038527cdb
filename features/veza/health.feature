@VZ-23
Feature: Health report
  Whoever runs Veza can see at any moment how each service is, and how the platform is as a
  whole. What breaks shows at once, and so does its return.

  Rule: Each service tells how it is

    @critical
    Example: all is well
      Then each service reports that it is healthy, with its response time, its uptime and no issues
      And Veza as a whole is healthy

    @needs.control @disrupts.veza
    Example: uptime is counted from the start
      When web, backend-api, chat-server, chat-server-2 and stream-server are restarted
      Then each of them reports an uptime of less than it took since
      And the uptime of each grows as time goes by

  Rule: What is broken shows within 5 seconds, and clears within 5 seconds

    @critical @needs.control @disrupts.veza
    Scenario Outline: <part> <breaks>
      When <part> <breaks>
      Then within 5 seconds <services> report being <state> because of <part>
      And within 5 seconds Veza as a whole is <overall>
      And all is well again within 5 seconds of its return

      Examples: what services stand on
        | part     | breaks | services                                                       | state     | overall   |
        | redis    | hangs  | web, backend-api, chat-server, chat-server-2 and stream-server | degraded  | degraded  |
        | nats     | stops  | web, backend-api, chat-server, chat-server-2 and stream-server | degraded  | degraded  |
        | postgres | hangs  | backend-api, chat-server, chat-server-2 and stream-server      | unhealthy | unhealthy |
        | postgres | stops  | backend-api, chat-server, chat-server-2 and stream-server      | unhealthy | unhealthy |

      Examples: the services themselves
        | part          | breaks | services | state    | overall   |
        | stream-server | stops  | web      | degraded | unhealthy |
        | chat-server   | hangs  | web      | degraded | unhealthy |
        | chat-server-2 | dies   | web      | degraded | unhealthy |
        | backend-api   | dies   | web      | degraded | unhealthy |

    @needs.control @disrupts.veza
    Example: two parts at once
      When redis stops
      And nats hangs
      Then within 5 seconds web, backend-api, chat-server and stream-server report being degraded because of nats
      And within 5 seconds web, backend-api, chat-server and stream-server report being degraded because of redis
      And all is well again within 5 seconds of its return

    @needs.lines @disrupts.veza
    Scenario Outline: the line between <service> and its <store> <breaks>
      When the line between <service> and its <store> <breaks>
      Then within 5 seconds <service> report being <state> because of <part>
      And all is well again within 5 seconds of its return

      Examples: for one service alone
        | service     | store    | breaks | part     | state     |
        | backend-api | database | stalls | postgres | unhealthy |
        | chat-server | cache    | is cut | redis    | degraded  |
        | web         | broker   | stalls | nats     | degraded  |

    @needs.trial @disrupts.veza
    Example: a folder in which nothing can be kept
      When another stream-server is started with a folder in which nothing fits for the folder of the audio
      Then it starts, and tells that its media is of no use
