@AU-13
Feature: Under pressure
  When many come at once, each of them is served as if they were alone. When the records are out of
  reach, the work goes on without them, and they are back as soon as they can be.

  Rule: A hundred clients at once are each answered as is promised

    @critical @load @alone
    Example: developers and auditors
      When for 5 seconds 90 clients of Olga and Piotr do all that developers do, while 10 of Nora search
      Then everybody was answered as is promised, and nobody in any other way
      And every change that was confirmed is recorded once, and nothing that was refused
      And changes are recorded in the order in which they were made

  Rule: Records that cannot be had hold nobody up

    @critical @needs.control @disrupts.audit
    Scenario Outline: audit-service <fails>
      Given Olga has made the object type "Depot"
      And each version of "Depot" is recorded
      When audit-service <fails>
      Then Nora is told five times that the history of "Depot" is not to be had, and then at once
      And Piotr can change "Depot"
      When audit-service is back
      Then Nora finds the history of "Depot" again by itself

      Examples:
        | fails |
        | dies  |
        | stops |
