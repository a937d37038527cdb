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
  Example: somebody on another map than those who gather
    Given Zoe is on the map "Oslo"
    And Lina and Arno are on the map "Lisbon"
    And Lina has made the place "Café" with room for 5
    When Lina and Arno join "Café"
    And Arno goes from "Café"
    Then everybody sees Lina at "Café"
    And Zoe on "Oslo" neither hears nor finds anything of it

  @realtime
  Example: somebody on both maps
    Given Zoe is on the map "Oslo", at a place there
    And Lina and Zoe are on the map "Lisbon"
    And Lina has made the place "Café" with room for 5
    When Zoe moves to 10° north and 20° east
    And Zoe joins "Café"
    Then everybody else sees Zoe at 10° north and 20° east
    And on "Oslo" nobody has noticed anything of Zoe, who is there as before

  @realtime
  Scenario Outline: somebody on both maps who <leaves>, on one of them
    Given Zoe is on the map "Oslo", at a place there
    And Lina and Zoe are on the map "Lisbon"
    When Zoe <leaves>
    Then Zoe is gone for everybody within 5 seconds
    And on "Oslo" nobody has noticed anything of Zoe, who is there as before

    Examples:
      | leaves                   |
      | leaves the map           |
      | vanishes                 |
      | is silent for 30 minutes |

  @GL-05 @realtime
  Example: somebody on both maps, one of which is closed
    Given Zoe is on the map "Oslo", at a place there
    And Lina is on the map "Lisbon", at a place there
    And Arno and Zoe are on the map "Lisbon"
    When Lina closes "Lisbon" for good
    Then "Lisbon" is gone for everybody, and so is the place
    And on "Oslo" nobody has noticed anything of Zoe, who is there as before
    And maps are listed by name, "Oslo" among them and "Lisbon" not
