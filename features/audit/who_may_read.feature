@AU-10
Feature: Who may read records
  Records are for auditors, for compliance and for admins. Whoever else asks for them is refused,
  learns nothing, and is on record for it.

  Rule: Whoever may not read them is refused, and that is recorded

    @critical
    Scenario Outline: <whoever>
      When <whoever> asks for everything there is of records, in every way there is
      Then each refusal is itself recorded once: who, what, and why

      Examples:
        | whoever  |
        | Olga     |
        | Vera     |
        | somebody |

    Scenario Outline: <reader>, of what a reader may not change
      When <reader> asks for what readers of <their> role may not do
      Then each refusal is itself recorded once: who, what, and why

      Examples:
        | reader | their |
        | Nora   | her   |
        | Carlo  | his   |

  Rule: Whoever may, finds them

    @critical
    Scenario Outline: <reader>
      Given Olga has made the object type "Depot"
      And each version of "Depot" is recorded
      Then <reader> finds the records of the branch

      Examples:
        | reader |
        | Nora   |
        | Carlo  |
        | Ada    |

  Rule: What counts is the role that somebody has now

    Example: an auditor who is none any more, and is again
      Given Olga has made the object type "Depot"
      And each version of "Depot" is recorded
      And Carlo finds the records of the branch
      When Carlo becomes a developer
      Then Carlo finds none
      When Carlo becomes an auditor
      Then Carlo finds the records of the branch

    @needs.lines @disrupts.audit
    Example: also if it was taken from them while nobody could reach redis
      Given Olga has made the object type "Depot"
      And each version of "Depot" is recorded
      And Carlo finds the records of the branch
      When Carlo becomes a developer while no service reaches redis
      Then Carlo finds none
      And all is well again within 5 seconds of its return
      And Carlo finds none, however long ago that was
