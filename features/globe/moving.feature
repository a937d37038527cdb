Feature: Moving
  Where somebody goes on a map, everybody on it sees them, and nobody else.

  Background:
    Given Lina, Arno and Milo are on the map "Lisbon"

  @GL-07 @realtime @critical
  Rule: Moves are seen in the order in which they were made

    Example: three people who move as fast as they can
      When Lina, Arno and Milo each move 60 times, as fast as they can, while Zoe comes
      Then everybody has seen each move of the others once, in the order in which it was made
      And of all that has changed since they came nobody, however late they came, has missed anything
      And wherever one looks, Lina, Arno and Milo are where they moved last
      When the instances are told of the last of it once more
      Then nobody hears of it a second time

  @GL-02 @realtime
  Rule: A move is at its place everywhere

    Scenario Outline: to <where>
      When Lina moves to <lat> north and <lng> east
      And Arno moves to <lat> north and <lng> east
      Then everybody else sees Lina at <lat> north and <lng> east
      And everybody else sees Arno at <lat> north and <lng> east

      Examples:
        | where                | lat        | lng    |
        | a city               | 38.72°     | -9.14° |
        | a hand's breadth on  | 20.000001° | 0°     |
        | the north pole       | 90°        | 0°     |
        | the date line        | 0°         | -180°  |
        | where all is nothing | 0°         | 0°     |

    Example: of somebody who has more than one device
      Given Lina has the map open on a second device
      And Lina has the map open on a third device
      When Lina moves to 10° north and 20° east
      Then everybody else sees Lina at 10° north and 20° east
      And every other device of Lina hears of it as well, and the last one no more than that it is done

    Scenario Outline: of <who>, who asks for it once and not over the live connection
      When <who> asks once to be moved to 10° north and 20° east
      Then everybody else sees <who> at 10° north and 20° east

      Examples:
        | who  |
        | Lina |
        | Arno |

    @load @alone
    Example: almost always within 200 milliseconds
      When Lina moves 40 times, one after another
      Then Arno and Milo see 95 % of these moves within 200 milliseconds, and all of them
      And 95 % of them are stored within 200 milliseconds, and all of them

    @ui @load @alone
    Example: almost always within 200 milliseconds, in the browser
      Given Zoe has the map open in a browser
      When Lina moves 40 times, while the browser of Zoe is watched
      Then the browser of Zoe has shown 95 % of these moves within 200 milliseconds, and all of them

    @ui
    Example: in the browser
      Given Zoe has the map open in a browser
      When Lina moves to 10° north and 20° east
      Then the browser of Zoe shows Lina at 10° N, 20° E
