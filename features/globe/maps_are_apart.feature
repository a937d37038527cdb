@GL-06
Feature: Maps are apart
  What happens on a map is for those who are on it.

  @GL-02 @critical @realtime
  Example: somebody on another map
    Given Zoe is on the map "Oslo"
    And Lina and Arno are on the map "Lisbon"
    When Lina moves to 10° north and 20° east
    Then everybody else sees Lina at 10° north and 20° east
    And Zoe on "Oslo" neither hears nor finds anything of it

  @realtime
  Example: somebody on both maps
    Given Zoe is on the map "Oslo"
    And Lina and Zoe are on the map "Lisbon"
    When Zoe moves to 10° north and 20° east
    Then everybody else sees Zoe at 10° north and 20° east
    And Zoe is on the map, wherever one looks
    And on "Oslo" nobody has noticed anything of Zoe, who is there as before

  @realtime
  Example: somebody on both maps who leaves one of them
    Given Zoe is on the map "Oslo"
    And Lina and Zoe are on the map "Lisbon"
    When Zoe leaves the map
    Then Zoe is gone for everybody within 5 seconds
    And on "Oslo" nobody has noticed anything of Zoe, who is there as before
