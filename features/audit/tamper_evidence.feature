@AU-09 @needs.database @disrupts.audit
Feature: Tamper evidence
  Records are worth something because nobody can change them unnoticed, not even whoever can write
  into the database. The integrity check finds what was done, and to which record.

  Background:
    Given Olga has made the object type "Depot"
    And Olga has changed "Depot" to "Depot of the north"
    And Piotr has changed "Depot" to "Depot of the south"
    And each version of "Depot" is recorded
    And all is as it was recorded

  Rule: A record that was changed is named

    @critical
    Scenario Outline: <deed>, in the <place> record
      When of the <place> record of "Depot" <deed>
      Then the integrity check names that record as changed, and no other

      Examples:
        | deed                                | place  |
        | its author is changed               | first  |
        | a value in it is changed            | middle |
        | its time is changed                 | last   |
        | it is replaced by a copy of another | middle |

    Example: whatever is changed in it, also in the archive
      Given Olga has changed "Depot" 50 times
      And the last change of "Depot" is recorded
      Then whatever is changed in a record of "Depot", the integrity check names it as changed, and no other
      When Carlo has records of the branch kept for 1 second
      Then the records of "Depot" are archived
      And whatever is changed in a record of "Depot", the integrity check names it as changed, and no other

  Rule: A record that is missing is named

    @critical
    Scenario Outline: the <place> one
      When of the <place> record of "Depot" it is removed
      Then the integrity check names that record as missing, and no other

      Examples:
        | place  |
        | first  |
        | middle |
        | last   |

    Example: the very first of all
      When the very first record of all is removed
      Then the integrity check names that record as missing, and no other

    Example: more than can be shown
      Given Olga has changed "Depot" 110 times
      And the last change of "Depot" is recorded
      When of the records of "Depot" the first is changed, and all others are removed
      Then the integrity check names the first as changed, the others as missing, and counts all of them

    Example: all from one on, so that what is left fits together
      When everything from the first record of "Depot" on is cut off, and the end set before it
      Then the integrity check says that the records were cut short

  Rule: So is one that was put there, and one that is in the place of another

    Example: put behind the last
      When a record like those of "Depot" is put behind the last one
      Then the integrity check names that record as appended, and no other

    @critical
    Example: a copy in the archive
      When a copy of a record of "Depot" that says something else is put into the archive
      Then the integrity check names that record as changed, and no other

    Scenario Outline: two that have changed places, <seals>
      When two records of "Depot" change places, <seals>
      Then the integrity check names both as swapped, and no other

      Examples:
        | seals               |
        | with their seals    |
        | without their seals |
