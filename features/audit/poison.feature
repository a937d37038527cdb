@AU-06
Feature: Events that cannot be recorded
  An event that is malformed is not forgotten, and holds up no other: it is tried again, set aside
  with the reason, and replayed when it was put right.

  Rule: It is tried three times, and set aside with the reason

    @critical
    Scenario Outline: <what is wrong>
      When an event of "Wreck" <what is wrong> is told
      Then it is tried three times with waits that grow, and set aside with the reason

      Examples:
        | what is wrong                |
        | without an action            |
        | of a shape that nobody knows |
        | that breaks off              |

    @needs.database
    Example: it can be recorded the second time
      When events of "Wreck" cannot be stored for a while, and one is told
      And they can be stored again once it was tried
      Then it is recorded once at the next try, and listed no longer

    @needs.control @disrupts.audit
    Example: also when audit-service dies meanwhile
      When an event of "Wreck" without an action is told
      And audit-service dies and is started again
      Then it is set aside after three tries, with the reason

  Rule: Those behind it are not held up

    @critical
    Scenario Outline: what comes with it and right after it, when it is <what is wrong>
      Given Olga is signed in
      And Nora is signed in
      When an event of "Wreck" <what is wrong> is told
      And Olga makes the object type "Depot"
      Then the change of "Depot" is recorded while it is still being tried

      Examples:
        | what is wrong                     |
        | without an action                 |
        | with a text that cannot be stored |

  Rule: An admin can replay it when it was put right

    Example: once, however often
      Given an event of "Wreck" without an action has been told
      And it has been set aside after three tries
      Then Nora may not replay it
      And Ada cannot replay it as it came
      When Ada replays it as it ought to be
      Then it is recorded once, however often it is replayed

    @needs.database
    Example: as it came, when it can be stored by then
      Given events of "Wreck" cannot be stored for a while, and one is told
      And it has been set aside after three tries
      When they can be stored again
      And Ada replays it as it came
      Then it is recorded once, however often it is replayed
