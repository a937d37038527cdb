@PH-03
Feature: Health of Phoenix
  Whoever runs Phoenix can see at any moment how each service is. What breaks shows at once, and so
  does its return.

  Rule: Each service tells how it is

    @critical
    Example: all is well
      Then each service reports that it is healthy, with its response time, its uptime and no issues

  Rule: What is broken shows within 5 seconds, and clears within 5 seconds

    @critical @needs.control @disrupts.phoenix
    Scenario Outline: <part> <breaks>
      When <part> <breaks>
      Then within 5 seconds <services> report being <state> because of <part>
      And all is well again within 5 seconds of its return

      Examples:
        | part             | breaks | services                                 | state     |
        | postgres         | stops  | api-gateway and experiment-controller    | unhealthy |
        | redis            | hangs  | api-gateway                              | degraded  |
        | prometheus       | stops  | api-gateway and experiment-controller    | degraded  |
        | config-generator | dies   | api-gateway and experiment-controller    | degraded  |
        | collector        | hangs  | experiment-controller and load-simulator | degraded  |
        | load-simulator   | stops  | experiment-controller                    | degraded  |

  Rule: What is counted is what has happened

    @disrupts.phoenix @PH-09
    Example: states
      Given what Phoenix has counted so far is known
      When Uwe creates the experiment "Quick", which starts by itself, for 1 second
      Then "Quick" is failed within 30 seconds
      And each state that came about is counted once, and so is what is active now

    @needs.control @needs.monitoring @disrupts.phoenix @PH-01
    Example: what is simulated
      Given what Phoenix has counted so far is known
      And the experiment "On and on" of process-topk-v1 is running under load
      Then what is simulated for "On and on" arrives, as both sides count it
      And each state that came about is counted once, and so is what is active now
      When collector stops
      Then what is simulated for "On and on" is counted to be in vain, and not to arrive
