@OP-01 @limit.600 @needs.containers
Feature: One command up
  Whoever runs Veza gives one command. What stands on something else is started after it, the
  parts find each other by name, and when the command returns everything is ready.

  Rule: The parts start in the order in which they need each other

    @critical @alone
    Example: a Veza from nothing
      When a Veza of its own is started
      Then no part of it was started before what it stands on was ready
      And each service reports that it is healthy, with its response time, its uptime and no issues
      And no part of it passes for healthy while it hangs

  Rule: The parts find each other by name

    @disrupts.veza
    Scenario Outline: <part> when its container was made anew in another place
      When the container of <part> is made anew
      Then all is well again within 5 seconds of its return
      And each service finds by its name every part that it is told of

      Examples:
        | part          |
        | postgres      |
        | redis         |
        | nats          |
        | backend-api   |
        | chat-server   |
        | chat-server-2 |
        | stream-server |

    @disrupts.veza
    Example: a part that was cut off
      When chat-server is cut off from everybody
      Then within 5 seconds web report being degraded because of chat-server
      And all is well again within 5 seconds of its return

    @disrupts.veza
    Example: for monitoring, also what was made anew in another place
      When the container of stream-server is made anew
      Then Prometheus reaches every service by its name
