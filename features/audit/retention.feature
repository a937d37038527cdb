@AU-07
Feature: Retention
  Records are kept as long as the law demands of their class. Then they go to the archive: out of
  the way of those who search every day, and never lost.

  Rule: A record is archived when its time is over, and not before

    @critical
    Example: its time is over
      Given Carlo has records of the branch kept for 3 seconds
      Then what Olga makes as "Depot" is archived when it is 3 seconds old, and not before
      And the integrity check finds that all is as it was recorded

    @critical
    Example: one class of several
      Given Carlo has had records of the branch kept for 1 second, and has taken that back
      And Olga has made the object type "Depot"
      And Olga has made the schema "Core"
      And each version of "Core" is recorded
      And Carlo has records of object types kept for 1 second
      Then the records of "Depot" are archived
      And the records of "Core" stay

    Example: by what was done
      Given Olga has made the object type "Depot"
      And Piotr has changed "Depot" to "Dépôt"
      And each version of "Depot" is recorded
      And Carlo has records of changes of object types kept for 1 second
      Then of "Depot" the record of the change is archived, and that of its making stays

    Example: what is said of one deed counts more than what is said of all
      Given Olga has made the schema "Core"
      And Piotr has changed "Core" to "Ядро"
      And each version of "Core" is recorded
      And Carlo has records of changes of schemas kept for 3,650 days
      When Carlo has records of schemas kept for 1 second
      Then of "Core" the record of its making is archived, and that of the change stays

    @critical @needs.broker
    Example: each class, at the end of its period
      Then of each class what is older than its period is archived, and what is younger stays

    Example: what is said of one document counts more than what is said of all of its kind
      Given Olga has made the object types "Contract_1", "Contract-1" and "Contract_12"
      And Carlo has records of "Contract_1" kept for 3,650 days
      When Carlo has records of object types kept for 1 second
      Then the records of "Contract-1" and "Contract_12" are archived
      And the records of "Contract_1" stay

  Rule: What is under legal hold stays, whatever its age

    @critical
    Example: until the hold is lifted
      Given Olga has made the object types "Depot", "Depot2" and "depot"
      And Carlo and Ada have put holds on the records of "Depot"
      When Ada lifts the hold on the records of "Depot"
      And Carlo has records of the branch kept for 1 second
      Then the records of "Depot2" and "depot" are archived
      And the records of "Depot" stay

    @needs.broker
    Example: however much of it stands before what may go
      Given Carlo has put a hold on 1,001 records of long ago
      And Olga has made the object types "Depot" and "depot"
      And Carlo has put a hold on the records of "Depot"
      When Carlo has records of the branch kept for 1 second
      Then the records of "depot" are archived
      And the records of "Depot" stay

    Example: and no longer
      Given Olga has made the object type "Depot"
      And each version of "Depot" is recorded
      And Carlo has put a hold on the records of "Depot"
      When Carlo has records of the branch kept for 1 second
      And Carlo lifts the hold on the records of "Depot"
      Then the records of "Depot" are archived

  Rule: The broker keeps what was told for a while, and not without end

    @needs.broker
    Example: thirty days, a gibibyte, a million
      Given Olga has made the object type "Depot"
      And each version of "Depot" is recorded
      Then the broker keeps what was told for 30 days, at most 1,024 MiB and 1,000,000 messages of it
