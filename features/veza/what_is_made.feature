@VZ-07 @VZ-11 @OP-02
Feature: What is made
  Whatever people make on Veza is there whole, from the moment in which it is confirmed, and the
  same wherever anybody looks at it: until it is removed, and then nothing of it is left.

  Rule: What was made is the same wherever it is looked at

    @critical @needs.control @disrupts.veza
    Example: until it is removed
      Given Lina has one of everything that Veza keeps for somebody
      When Lina, Nils and Ada make one of everything that can be made on Veza
      Then each of it is the same wherever it is looked at, for whoever may see it
      And each of it is still the same when every part has been restarted
      And nothing of it is left anywhere once it has been removed

    @needs.control @disrupts.veza
    Example: also if its service dies in the moment of the answer
      Given Lina has one of everything that Veza keeps for somebody
      When Lina, Nils and Ada make one of everything on Veza, whose service dies with the answer
      Then each of it is the same wherever it is looked at, for whoever may see it
