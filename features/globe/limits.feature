@GL-15 @needs.cache
Feature: Limits
  Nobody can keep Globe busy for others. Each kind of deed has a limit of its own for each person,
  on all instances and devices together, and every answer tells truly what is left of it.

  Background:
    Given Zoe has made the map "Oslo"
    And Zoe, Milo, Lina and Arno are on the map "Lisbon"
    And Milo has made the place "Café" with room for 5
    And Milo has made the place "Bench" at 10° N, 10° E

  Rule: Each kind of deed has its own limit for each person

    @critical
    Scenario Outline: <deeds>
      When Lina uses up what she may do of <deeds>, on both instances
      Then each answer has told truly what is left
      And one more of <deeds> is refused to Lina, on whichever instance and device
      And Arno has not lost any of <deeds> by it, and Lina nothing else
      And there is room for Lina again when it was told, and not before

      Examples:
        | deeds              |
        | making maps        |
        | entering maps      |
        | moving             |
        | signs of life      |
        | making places      |
        | changing places    |
        | taking places away |
        | joining places     |
        | leaving places     |
