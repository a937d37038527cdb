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
