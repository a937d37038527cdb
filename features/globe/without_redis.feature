@GL-10 @disrupts.globe
Feature: Without Redis
  What Globe keeps in Redis it can do without for a while. People meet as before, are told that
  something is amiss, and need not do anything when it is back.

  Background:
    Given Zoe is on the map "Oslo"
    And Lina, Arno and Milo are on the map "Lisbon"
    And Lina has made the place "Café" with room for 5
    And Arno and Milo are at "Café"

  Rule: People meet as before, and presence is complete when Redis is back

    @critical @realtime
    Scenario Outline: moving while redis <is away>
      When redis <is away>
      Then everybody is told that something is away
      When Lina moves to 10° north and 20° east
      Then everybody else sees Lina at 10° north and 20° east
      When it is back
      Then everybody is told that all is well
      And presence is complete within 5 seconds, at "Café" too, and nobody had to connect again

      Examples:
        | is away |
        | stops   |
        | hangs   |

    @realtime
    Example: whatever people do, and not for the first time
      Given redis was away a moment ago
      When redis stops
      And Lina does whatever can be done on a map
      And Arno goes from "Café"
      Then everybody sees Milo at "Café"
      When it is back
      Then presence is complete within 5 seconds, at "Café" too, and nobody had to connect again

    @realtime
    Scenario Outline: coming and leaving while redis <is away>
      When redis <is away>
      And Zoe comes to "Lisbon" as well
      Then everybody else hears once that Zoe has come
      When Milo leaves the map
      Then Milo is gone for everybody within 5 seconds
      When it is back
      Then presence is complete within 5 seconds, at "Café" too, and nobody had to connect again

      Examples:
        | is away |
        | stops   |
        | hangs   |

    @realtime @GL-11
    Example: it is back before PostgreSQL, which was away as well
      When redis stops
      Then everybody is told that something is away
      When Arno has the map open on a second device
      And postgres stops
      And redis is back before postgres
      Then presence is complete within 5 seconds, at "Café" too, and nobody had to connect again

    @realtime @needs.lines
    Example: one instance does not reach it
      When the line between realtime-2 and redis is cut
      And Lina moves to 10° north and 20° east
      And Arno moves to -30° north and 40° east
      Then everybody else hears of Lina at 10° north and 20° east
      And everybody else hears of Arno at -30° north and 40° east
      When it is back
      Then presence is complete within 5 seconds, at "Café" too, and nobody had to connect again

  Rule: The page says so

    @ui @realtime
    Example: in the browser
      Given Zoe has the map open in a browser
      When redis stops
      Then the browser of Zoe says that things may be a moment late, in a second window too
      When Lina moves to 10° north and 20° east
      Then the browser of Zoe shows Lina at 10° N, 20° E
      When it is back
      Then the browser of Zoe says that it is connected
