@GL-16 @ui @realtime
Feature: The map page
  Two people, each in a browser, meet on a map: they see each other arrive, move, gather and
  leave, on a desktop or a phone, and without a mouse.

  Background:
    Given Zoe has made the map "Lisbon"

  @critical
  Scenario Outline: on a <device>
    Given Lina and Arno have the map "Lisbon" open in a browser on a <device>
    Then each of them sees the other at 20° N, 0° E, and nothing lies beyond the edge of the screen
    When Arno goes north and west by keyboard
    Then each of them sees Arno at 25° N, 5° W
    When Lina goes south and east by keyboard
    Then each of them sees Lina at 15° N, 5° E

    Examples:
      | device  |
      | desktop |
      | phone   |

  Scenario Outline: pointing on a <device>
    Given Lina and Arno have the map "Lisbon" open in a browser on a <device>
    When Lina points at 40° S, 178° E, and goes east by keyboard
    And Arno has the map open in a second window as well
    Then each of them sees Lina near 40° S, 177° W
    And each of them sees Arno at 20° N, 0° E
    When Arno points at 86° N, 178° W, and goes <direction> by keyboard
    Then each of them sees Arno near <there>

    Examples:
      | device  | direction | there         |
      | desktop | north     | 90° N, 178° W |
      | phone   | west      | 86° N, 177° E |

  Scenario Outline: gathering on a <device>
    Given Lina and Arno have the map "Lisbon" open in a browser on a <device>
    When Lina makes the place "Bar & <b>Çay</b> ☕" for 2 by keyboard
    And Lina and Arno join "Bar & <b>Çay</b> ☕" by keyboard
    Then each of them sees Lina and Arno at the place "Bar & <b>Çay</b> ☕"
    When Arno leaves the map by keyboard
    Then the browser of Lina shows Arno no more within 5 seconds

    Examples:
      | device  |
      | desktop |
      | phone   |

  Scenario: going from a place
    Given Lina and Arno have the map "Lisbon" open in a browser on a desktop
    When Lina makes the place "Bar & <b>Çay</b> ☕" for 2 by keyboard
    And Lina and Arno join "Bar & <b>Çay</b> ☕" by keyboard
    Then each of them sees Lina and Arno at the place "Bar & <b>Çay</b> ☕"
    When Arno goes from "Bar & <b>Çay</b> ☕" by keyboard
    Then each of them sees Lina at the place "Bar & <b>Çay</b> ☕"
    And whatever Lina has come to by keyboard stays where it is while Arno moves

  @GL-06
  Scenario: leaving in one of two windows, but not another map
    Given Zoe has made the map "Oslo"
    And Lina and Arno have the map "Lisbon" open in a browser on a desktop
    When Arno has the map open in a second window as well
    And Arno has the map "Oslo" open in another window of that browser
    And Arno leaves the map by keyboard
    Then the browser of Lina shows Arno no more within 5 seconds
    And Arno is still on the map "Oslo" in that other window

  Scenario: from the door to a map, and out again
    Given Lina has the map open in a browser
    When Arno signs in at the door and makes the map "arcade", by keyboard
    Then Arno can choose between the maps "arcade", which is theirs, and "Lisbon"
    When Arno picks "Lisbon" by keyboard
    Then each of them sees the other at 20° N, 0° E, and nothing lies beyond the edge of the screen
    When Arno signs out by keyboard
    Then Arno has to sign in again, and the browser of Lina shows them no more within 5 seconds

  Scenario: for everybody
    Given Lina and Arno have the map "Lisbon" open in a browser on a desktop
    When Lina makes the place "Café" for 4 by keyboard
    Then nothing keeps anybody from using the pages, on a desktop or a phone, in the light or in the dark
    And the browser of Arno shows the place "Café" with room for 4
    When Lina takes "Café" away by keyboard
    Then the browser of Arno shows no place
