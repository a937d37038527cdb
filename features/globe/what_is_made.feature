@GL-03 @OP-02
Feature: What is made on Globe
  What somebody makes is there whole, from the moment in which it is confirmed, and the same wherever anybody
  looks at it: until it is removed; and it stays, whatever happens to the parts of Globe.

  Background:
    Given Lina has one of everything that Globe keeps for somebody

  Rule: What was made is the same wherever it is looked at

    @critical
    Example: until it is removed
      When Lina, Arno, Zoe and Olga make one of everything that can be made on Globe
      Then each of it is the same wherever it is looked at, for whoever may see it
      And nothing of it is left anywhere once it has been removed

    @needs.control @disrupts.globe
    Example: also if its service dies in the moment of the answer
      When Lina, Arno, Zoe and Olga make one of everything on Globe, whose service dies with the answer
      Then each of it is the same wherever it is looked at, for whoever may see it

  Rule: What is stored stays

    @critical @needs.control @needs.database @disrupts.globe
    Example: every part dies
      When each part dies, one after another, and Lina, Arno and Olga look for everything after each
      Then everything was there each time, for each of them and in every store
