@AU-04 @AU-05
Feature: Never lost, never twice
  A change that was confirmed is on record once, whatever fails on the way and whenever. One that
  was refused never is.

  Rule: What was confirmed is recorded, whatever happens meanwhile

    @critical @needs.control @disrupts.audit
    Scenario Outline: while <misfortune>
      When for 3 seconds Olga and Piotr make, change and delete documents while <misfortune>
      Then every change that was confirmed is recorded once, and nothing that was refused
      And changes are recorded in the order in which they were made
      And what was changed together is recorded together, in its order, or not at all
      And what is recorded is what there is on the branch

      Examples:
        | misfortune                                 |
        | nats is away for 2 seconds                 |
        | nats dies again and again                  |
        | audit-service dies again and again         |
        | audit-service hangs for a second           |
        | oms dies again and again                   |
        | postgres is restarted                      |
        | nats is restarted, then audit-service dies |

    @needs.control @needs.lines @disrupts.audit
    Scenario Outline: while <misfortune>
      When for 3 seconds Olga and Piotr make, change and delete documents while <misfortune>
      Then every change that was confirmed is recorded once, and nothing that was refused
      And changes are recorded in the order in which they were made
      And what was changed together is recorded together, in its order, or not at all

      Examples:
        | misfortune                                                          |
        | the line between oms and its broker breaks off again and again      |
        | the line between audit-service and its broker stalls for a second   |
        | the line between audit-service and its database is cut for a second |
        | the line between oms and its database breaks off again and again    |

    @needs.database @needs.lines @disrupts.audit
    Example: done later than what was begun after it, while others are told
      When the line between oms and its broker is a little slow
      And for 4 seconds 20 clients of Olga and Piotr change object types, of which one is held up again and again
      And the line is mended
      Then every change that was confirmed is recorded once, and nothing that was refused
      And changes are recorded in the order in which they were made

    @AU-02 @needs.control @disrupts.audit
    Example: whatever is done while nats is away, and oms is restarted before it is back
      When nats stops
      And Olga, Piotr and Ada do all there is to do to branches, locks and people
      And oms is restarted
      And nats is back
      Then each of it is recorded once, in order, with what it was before and after

  Rule: What comes twice is recorded once

    @critical @needs.control @needs.database @disrupts.audit
    Example: also when audit-service was started anew meanwhile
      Given Olga has made the object type "Depot"
      And each version of "Depot" is recorded
      When audit-service dies and is started again
      And everything that was told of "Depot" is told again, a month later
      And Olga makes the object type "Later"
      Then each version of "Later" is recorded once, in order, with its values before and after
      And each version of "Depot" is recorded once, in order, with its values before and after

    @needs.control @needs.lines @needs.broker @disrupts.audit
    Example: also when the answer was lost that it had been told
      When nats stops
      And 10 clients of Olga make and change object types, 200 times in all
      And nats is back, but not all of its answers reach oms
      Then every change that was confirmed is recorded once, and nothing that was refused
      And changes are recorded in the order in which they were made

    Example: also when it was archived meanwhile
      Given Olga has made the object type "Depot"
      And Carlo has records of object types kept for 1 second
      And the records of "Depot" have been archived
      When everything that was told of "Depot" is told again
      And Olga makes the schema "Later"
      Then each version of "Later" is recorded once, in order, with its values before and after
      And the records of "Depot" are archived
