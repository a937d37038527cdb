@PH-05 @OP-02
Feature: What is made on Phoenix
  What somebody asks for is there whole, from the moment in which it is confirmed, and the same wherever
  anybody looks at it: until it is removed, and then nothing of it is left.

  Background:
    Given Uwe has one of everything that Phoenix keeps for somebody

  Rule: What was made is the same wherever it is looked at

    @critical
    Example: until it is removed
      When Ada, Vera and Olga make one of everything that can be made on Phoenix
      Then each of it is the same wherever it is looked at, for whoever may see it
      And nothing of it is left anywhere once it has been removed

    @needs.control @disrupts.phoenix
    Example: also if its service dies in the moment of the answer
      When Ada, Vera and Olga make one of everything on Phoenix, whose service dies with the answer
      Then each of it is the same wherever it is looked at, for whoever may see it

  Rule: What is stored stays

    @critical @needs.control @needs.database @disrupts.phoenix
    Example: every part dies
      When each part dies, one after another, and Uwe, Vera and Ada look for everything after each
      Then everything was there each time, for each of them and in every store
