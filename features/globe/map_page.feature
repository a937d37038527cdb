@GL-16 @ui @realtime
Feature: The map page
  Two people, each in a browser, meet on a map: they see each other arrive, move, gather and
  leave, on a desktop or a phone, and without a mouse.

  @critical
  Scenario Outline: on a <device>
    Given Zoe has made the map "Lisbon"
    And Lina and Arno have the map "Lisbon" open in a browser on a <device>
    Then each of them sees the other at 20° N, 0° E, and nothing lies beyond the edge of the screen
    When Arno goes north and west by keyboard
    Then each of them sees Arno at 25° N, 5° W

    Examples:
      | device  |
      | desktop |
      | phone   |

  Scenario Outline: gathering on a <device>
    Given Zoe has made the map "Lisbon"
    And Lina and Arno have the map "Lisbon" open in a browser on a <device>
    When Lina makes the place "Café" by keyboard
    And Lina and Arno join "Café" by keyboard
    Then each of them sees Lina and Arno at the place "Café"
    When Arno leaves the map by keyboard
    Then the browser of Lina shows Arno no more within 5 seconds

    Examples:
      | device  |
      | desktop |
      | phone   |

  Scenario: for everybody
    Given Zoe has made the map "Lisbon"
    And Lina and Arno have the map "Lisbon" open in a browser on a desktop
    When Lina makes the place "Café" by keyboard
    Then nothing keeps anybody from using the pages, on a desktop or a phone, in the light or in the dark
