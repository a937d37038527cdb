@AU-01 @OP-02
Feature: What is made on Audit
  What somebody makes is there whole, from the moment in which it is confirmed, and the same wherever anybody
  looks at it; and it stays, whatever happens to the parts of Audit.

  Background:
    Given Olga has one of everything that Audit keeps for somebody

  Rule: What was made is the same wherever it is looked at

    @critical
    Example: documents and reports
      When Olga, Nora, Vera and Ada make one of everything that can be made on Audit
      Then each of it is the same wherever it is looked at, for whoever may see it

    @needs.control @disrupts.audit
    Example: also if its service dies in the moment of the answer
      When Olga, Nora, Vera and Ada make one of everything on Audit, whose service dies with the answer
      Then each of it is the same wherever it is looked at, for whoever may see it

  Rule: What is stored stays

    @critical @needs.control @needs.database @disrupts.audit
    Example: every part dies
      When each part dies, one after another, and Olga, Nora and Ada look for everything after each
      Then everything was there each time, for each of them and in every store
