@AU-01 @AU-02
Feature: From change to record
  Whatever a developer changes in the ontology is on record within a second: who did it, to what,
  when and from where, and what it was before and after.

  Rule: Each version is recorded once

    @critical
    Scenario Outline: the life of <a thing>
      When Olga makes the <kind> "Depot"
      And Piotr changes "Depot" to "Dépôt 🚉"
      And Piotr changes "Depot" to what it says already
      And Ada changes "Depot" to nothing but its name, and deletes it
      And Piotr makes the <kind> "Depot"
      Then each version of "Depot" is recorded once, in order, with its values before and after

      Examples:
        | a thing        | kind        |
        | an object type | object type |
        | a schema       | schema      |

    Example: what was refused is not
      Given Olga has made the object type "Depot"
      And Olga has changed "Depot" to "Warehouse"
      When Piotr tries to change "Depot" from a version that is gone
      And Olga changes "Depot" to "Depot again"
      Then each version of "Depot" is recorded once, in order, with its values before and after

    @needs.database
    Example: with who, what, when and from where
      Given Olga has made the object type "Depot"
      When Piotr changes "Depot" to "Warehouse"
      Then the last record of "Depot" says that it was Piotr, what, where, when and from where

    Example: so is what is done to branches, locks and people
      When Olga, Piotr and Ada do all there is to do to branches, locks and people
      Then each of it is recorded once, in order, with what it was before and after

  Rule: Within a second

    @alone
    Example: whatever is done
      When Olga makes, changes and deletes 16 documents, one after another
      Then nothing of it took more than 1 second to its record

  Rule: What is secret or personal is not in it

    @critical @needs.database @needs.logs
    Example: neither the value before nor that after
      Given Olga has made the object type "Depot" with a password and the e-mail of its owner
      When Piotr changes the password and the e-mail of "Depot"
      And Olga deletes "Depot"
      Then no record, no log and no row of "Depot" holds any of them
