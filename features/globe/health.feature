@GL-10 @GL-11
Feature: Health of Globe
  Whoever runs Globe can see at any moment how each instance is. What breaks shows at once, and so
  does its return.

  @critical
  Example: all is well
    Then each service reports that it is healthy, with its response time, its uptime and no issues

  @critical @needs.control @disrupts.globe
  Scenario Outline: <part> <breaks>
    When <part> <breaks>
    Then within 5 seconds realtime-1 and realtime-2 report being <state> because of <part>
    And all is well again within 5 seconds of its return

    Examples:
      | part     | breaks | state     |
      | postgres | hangs  | unhealthy |
      | redis    | stops  | degraded  |
