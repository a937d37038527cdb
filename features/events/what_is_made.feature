@EV-04 @OP-02
Feature: What is made on Events
  What an organiser tells of an event is there whole, from the moment in which it is confirmed, and the same
  wherever anybody looks at it: until it is removed, and then nothing of it is left.

  Rule: What was made is the same wherever it is looked at

    @critical
    Example: until it is removed
      Given Ines has one of everything that Events keeps for somebody
      When Ines and Ada make one of everything that can be made on Events
      Then each of it is the same wherever it is looked at, for whoever may see it
      And nothing of it is left anywhere once it has been removed

    @needs.control @disrupts.events
    Example: also if its service dies in the moment of the answer
      Given Ines has one of everything that Events keeps for somebody
      When Ines and Ada make one of everything on Events, whose service dies with the answer
      Then each of it is the same wherever it is looked at, for whoever may see it

  Rule: What is stored stays

    @critical @needs.control @needs.database @disrupts.events
    Example: every part dies
      Given Ines has one of everything that Events keeps for somebody
      When each part dies, one after another, and Ines and Vera look for everything after each
      Then everything was there each time, for each of them and in every store
