@GL-13
Feature: Crowds
  Fifty people on three maps, on both instances, all of them doing something: each hears all that
  happens on their map, nothing of the other maps, and hears it at once.

  @critical @realtime @load @alone
  Example: fifty people on three maps
    When fifty people enter "Lisbon", "Oslo" and "Rome" at the same instant
    Then each of them is there, wherever one looks
    When for 5 seconds all of them move, join places and leave them
    Then each of them has heard all that happened on their map, once and in one order, and nothing else
    And 95 % of it within 200 milliseconds
    When every other one leaves at the same instant
    Then each of these is gone, and whoever stays has heard it once
