@GL-11 @disrupts.globe
Feature: Without PostgreSQL
  Without its database Globe keeps what people have of each other: they stay connected and see
  who is there. Whatever would change something is refused for the time being, whole.

  Background:
    Given Zoe is on the map "Oslo"
    And Lina, Arno and Milo are on the map "Lisbon"
    And Lina has made the place "Café" with room for 5
    And Arno and Milo are at "Café"
    And everybody has heard of it

  Rule: Nothing is done by halves, nobody is lost, and all works again when it is back

    @critical @realtime @GL-06
    Scenario Outline: postgres <is away>
      When postgres <is away>
      And Lina, and Zoe who comes, try everything that would change something, with "Café" too
      Then each of it is refused for the time being, and nobody hears of it
      And everybody is connected and sees who is there, and nobody else does
      When it is back
      Then everybody can do something again within 5 seconds
      And nothing has happened meanwhile, and nobody had to connect again

      Examples:
        | is away |
        | stops   |
        | hangs   |

    @realtime @needs.lines @alone
    Example: one instance does not reach it
      When the line between realtime-2 and its database is cut
      And Arno moves to 10° north and 20° east
      Then everybody else hears of Arno at 10° north and 20° east
      And Lina is refused a move for the time being
      When Milo vanishes before it is back
      Then everybody can do something again within 5 seconds
      And Milo is gone for everybody within 5 seconds

  Rule: The page goes on showing what there is

    @ui @realtime @GL-16
    Example: in the browser
      Given Zoe has the map open in a browser
      When postgres stops
      And Zoe goes north and east by keyboard
      Then the browser of Zoe says that it cannot be done now, and shows everybody where they are
      When it is back
      Then everybody can do something again within 5 seconds

  Rule: What was confirmed is seen by all, whatever happens meanwhile

    @critical @realtime
    Example: people move while postgres dies, and not for the first time
      Given postgres was away a moment ago
      When for 3 seconds Lina, Arno and Milo move while postgres dies
      Then every move that was confirmed is seen by everybody else once, in order
      And wherever one looks, Lina, Arno and Milo are where they moved last
      When Arno vanishes
      Then Arno is gone for everybody within 5 seconds

    @critical @realtime
    Scenario Outline: people move while <misfortune>
      When for 3 seconds Lina, Arno and Milo move while <misfortune>
      Then every move that was confirmed is seen by everybody else once, in order
      And wherever one looks, Lina, Arno and Milo are where they moved last
      When Arno vanishes
      Then Arno is gone for everybody within 5 seconds

      Examples:
        | misfortune                                   |
        | postgres hangs for a moment, then redis dies |
