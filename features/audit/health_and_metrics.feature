@AU-14
Feature: Health and metrics
  Whoever runs Audit sees at any moment how each service is, what it misses, and what it has done.

  Rule: Each service tells how it is

    @critical
    Example: all is well
      Then each service reports that it is healthy, with its response time, its uptime and no issues

    @needs.control @disrupts.audit
    Example: uptime is counted from the start
      When oms and audit-service are restarted
      Then each of them reports an uptime of less than it took since
      And the uptime of each grows as time goes by

  Rule: What a service misses shows at once, and so does its return

    @critical @needs.control @disrupts.audit
    Scenario Outline: <part> <breaks>
      When <part> <breaks>
      Then within 5 seconds oms and audit-service report being <state> because of <part>
      And all is well again within 5 seconds of its return

      Examples:
        | part     | breaks | state     |
        | redis    | hangs  | degraded  |
        | redis    | stops  | degraded  |
        | nats     | hangs  | degraded  |
        | nats     | stops  | degraded  |
        | postgres | hangs  | unhealthy |
        | postgres | stops  | unhealthy |

    @needs.lines @disrupts.audit
    Scenario Outline: the line between <service> and its <store> <breaks>
      When the line between <service> and its <store> <breaks>
      Then within 5 seconds <service> report being <state> because of <part>
      And all is well again within 5 seconds of its return

      Examples: for one service alone
        | service       | store    | breaks | part     | state     |
        | audit-service | database | stalls | postgres | unhealthy |
        | oms           | cache    | is cut | redis    | degraded  |
        | oms           | broker   | stalls | nats     | degraded  |

    @needs.control @disrupts.audit
    Example: audit-service, for oms
      Given Olga has made the object type "Depot"
      When audit-service dies
      Then Nora is told five times that the history of "Depot" is not to be had, and then at once
      And within 5 seconds oms report being degraded because of audit-service
      And all is well again within 5 seconds of its return

  Rule: Metrics agree with what was done

    @critical @alone
    Example: what was changed, and what was refused
      Given the metrics of Audit are known
      When Olga makes the object type "Depot"
      And Piotr changes "Depot" to "Dépôt"
      And Piotr tries to change "Depot" from a version that is gone
      And Olga deletes "Depot"
      Then they count what was recorded by its action, and nothing else
      And they count how changes were answered

    @alone
    Example: what came again
      Given Olga has made the object type "Depot"
      And Piotr has changed "Depot" to "Dépôt"
      And each version of "Depot" is recorded
      And the metrics of Audit are known
      When everything that was told of "Depot" is told again
      Then they count everything that was told of "Depot" as come again

    @alone
    Example: what could not be recorded
      Given the metrics of Audit are known
      When an event of "Wreck" without an action is told
      Then it is tried three times with waits that grow, and set aside with the reason
      And they count it as set aside

    @alone
    Example: what was archived
      Given Olga has made the object type "Depot"
      And Piotr has changed "Depot" to "Dépôt"
      And each version of "Depot" is recorded
      And the metrics of Audit are known
      When Carlo has records of the branch kept for 1 second
      Then the records of "Depot" are archived
      And they count it as archived

    @AU-04 @needs.control @disrupts.audit
    Example: what waits for the broker
      Given the metrics of Audit are known
      When nats stops
      And 20 clients of Olga make and change object types, 501 times in all
      Then the metrics tell that 501 changes wait to be told
      And all is well again within 5 seconds of its return
      And the metrics tell that no changes wait to be told, and that 501 were told
      And every change that was confirmed is recorded once, and nothing that was refused
