@GL-05
Feature: Leaving a map
  Whoever leaves is gone for everybody, however they leave: from the map, and from where they
  gathered. That they were there stays on record.

  Background:
    Given Lina, Arno and Milo are on the map "Lisbon"

  Rule: Whoever leaves is gone for everybody

    @critical @realtime
    Scenario Outline: somebody on either instance <leaves>
      When Arno <leaves>
      And Milo <leaves>
      Then Arno is gone for everybody within 5 seconds
      And Milo is gone for everybody within 5 seconds

      Examples:
        | leaves                   |
        | leaves the map           |
        | closes the map           |
        | vanishes                 |
        | is silent for 30 minutes |

    @realtime
    Example: somebody who was silent for a little less stays
      When Arno is silent for 29.8 minutes
      Then Arno is on the map, wherever one looks

    @ui @realtime
    Example: in the browser of somebody who stays
      Given Zoe has the map open in a browser
      When Arno vanishes
      Then the browser of Zoe shows Arno no more within 5 seconds

  Rule: Whoever leaves is gone from where they gathered

    @realtime
    Scenario Outline: Arno <leaves>
      Given Lina has made the place "Café" with room for 5
      And Arno and Milo are at "Café"
      When Arno <leaves>
      Then Arno is gone for everybody within 5 seconds
      And everybody sees Milo at "Café"

      Examples:
        | leaves                   |
        | leaves the map           |
        | vanishes                 |
        | is silent for 30 minutes |
