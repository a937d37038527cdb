@AU-01 @AU-02
Feature: What is changed together
  Whoever changes many documents at once has all of them changed or none. To the records each of
  them is a change as any other.

  Rule: Each is recorded as if it were alone

    @critical
    Example: documents of both kinds
      When Piotr changes, deletes and makes again what Olga has made, and makes more, all together
      Then each of these changes is recorded once, in their order, as of one request

    Example: as many as may be
      When Olga makes 100 documents, all together
      Then each of these changes is recorded once, in their order, as of one request
      And of what Olga changes together, no two are of one document, though they may be of one name

  Rule: All of them are made, or none

    @critical
    Example: some of them cannot be
      When Piotr asks for changes together of which some are not possible, among what Olga has made
      Then each that is not possible is named, with what is said of it alone
      And nothing of what Piotr asked for is changed or recorded

    Example: somebody was quicker
      When Olga and Piotr change the same 20 documents together at the same moment, 20 times, each in another order
      Then every change that was confirmed is recorded once, and nothing that was refused

    @AU-11
    Scenario Outline: somebody else has locked the <kind>s
      Given Olga has locked the <kind>s of the branch
      Then Piotr can change no <kind> together with anything, and Olga can until the lock is over

      Examples:
        | kind        |
        | schema      |
        | object type |

    Example: on a branch that is closed, or nowhere
      Then Olga can change nothing together on a branch that is closed or not there
