@AU-13
Feature: Under pressure
  When many come at once, each of them is served as if they were alone. When the records are out of
  reach, the work goes on without them, and they are back as soon as they can be.

  Rule: A hundred clients at once are each answered as is promised

    @AU-02 @critical @load @alone
    Example: developers and auditors
      When for 5 seconds 90 clients of Olga and Piotr do all that developers do, while 10 of Nora search
      Then everybody was answered as is promised, and nobody in any other way
      And every change that was confirmed is recorded once, and nothing that was refused
      And changes are recorded in the order in which they were made
      And each record of it says who did it, and leads to their request
      And the integrity check finds that all is as it was recorded

  Rule: Records that cannot be had hold nobody up

    @critical @needs.control @disrupts.audit
    Example: after five failures in a row, and not before
      Given Olga has made the object type "Depot"
      When audit-service dies
      Then Nora is told four times that the history of "Depot" is not to be had
      When audit-service is back
      Then Nora finds the history of "Depot" again by itself
      When audit-service dies
      Then Nora is told five times that the history of "Depot" is not to be had, and then at once

    @AU-01 @critical @needs.control @disrupts.audit
    Example: it hangs, and is tried again in vain
      Given Olga has made the object type "Depot"
      When audit-service hangs
      Then Nora asks five times at once, and in vain, for the history of "Depot", and then is told so at once
      And Piotr can change "Depot"
      And after a while Nora is told once more that the history of "Depot" is not to be had, and then at once
      When audit-service is back
      Then Nora finds the history of "Depot" again by itself, and what Piotr changes next within 1 second

    @needs.control @disrupts.audit
    Example: no sooner when it has been left alone before
      Given Olga has made the object type "Depot"
      When audit-service dies
      Then Nora is told five times that the history of "Depot" is not to be had, and then at once
      When audit-service is back
      Then Nora finds the history of "Depot" again by itself
      When audit-service dies
      Then Nora is told four times that the history of "Depot" is not to be had
