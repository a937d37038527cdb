@PH-09
Feature: States
  An experiment is pending, initializing, running, analyzing; at last completed, failed or cancelled. What may follow
  what is fixed: nobody gets round it, by hand or otherwise.

  Rule: What may not follow is refused, and changes nothing

    @critical
    Scenario Outline: asked of what is <state>
      Given experiments that are <state>
      When Ada asks for every state there is, each of another of them
      Then what may follow by hand follows, and all else is refused and changes nothing

      Examples:
        | state     |
        | pending   |
        | running   |
        | cancelled |
        | failed    |

    @needs.control @disrupts.phoenix
    Scenario Outline: asked of what is <state>, while nobody does the work
      Given experiments that are <before>
      When experiment-controller stops
      And they are <state> by hand
      And Ada asks for every state there is, each of another of them
      Then what may follow by hand follows, and all else is refused and changes nothing

      Examples:
        | state        | before  |
        | initializing | pending |
        | analyzing    | running |

    @needs.monitoring
    Example: asked of what is completed
      Given Uwe has created the experiment "Over" of process-priority-filter-v1 for 9 seconds, of which little is asked
      When Ada starts "Over"
      Then "Over" is completed within 30 seconds
      And nothing may follow of "Over"
      And nothing is collected of "Over" any more

    @needs.database
    Example: whoever changes what is stored
      Then the database itself refuses what may not follow

    Example: asked by many at the same moment
      Given Uwe has created the experiment "Wanted" of process-topk-v1 on 1 nodes
      And Uwe has created the experiment "Unwanted" of process-topk-v1 on 1 nodes
      When Ada starts "Wanted" and cancels "Unwanted", ten times each at the same moment
      Then each was done once, and refused to all others

    Example: asked in any sequence
      Then whatever Ada asks for, one after the other, follows or is refused as it may

  Rule: Whoever cancels an experiment stops it

    @critical @needs.monitoring
    Example: while it runs
      Given the experiment "Not needed" of process-topk-v1 is running under load
      When Ada cancels "Not needed"
      Then "Not needed" was pending, initializing, running, cancelled, each kept once and in order
      And nothing is collected of "Not needed" any more

  Rule: What takes too long has failed

    @needs.control @disrupts.phoenix @PH-03
    Example: to begin, and to be judged
      Given Uwe has created the experiment "Stuck", and has "Unjudged" running
      When config-generator stops
      And prometheus stops
      And Ada starts "Stuck", and ends "Unjudged" early
      Then "Unjudged" has failed within 10 seconds, because analyzing took too long
      And "Stuck" has failed within 20 seconds, because initializing took too long
