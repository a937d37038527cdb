@EV-02
Feature: Health of Events
  Whoever runs Events can see at any moment how each service is. What breaks shows at once, and so
  does its return.

  Rule: Each service tells how it is

    @critical
    Example: all is well
      Then each service reports that it is healthy, with its response time, its uptime and no issues

  Rule: What is broken shows within 5 seconds, and clears within 5 seconds

    @critical @needs.control @disrupts.events
    Scenario Outline: <part> <breaks>
      When <part> <breaks>
      Then within 5 seconds <services> report being <state> because of <part>
      And all is well again within 5 seconds of its return

      Examples:
        | part       | breaks | services                 | state     |
        | postgres   | stops  | events-api and processor | unhealthy |
        | redis      | hangs  | events-api               | degraded  |
        | processor  | dies   | events-api               | degraded  |
        | extractor  | hangs  | processor                | degraded  |
        | events-api | stops  | processor                | degraded  |
