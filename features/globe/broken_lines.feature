@GL-12
Feature: Broken lines
  Lines break. Whoever is back in a moment has not been away, and sees how it is now; whoever
  takes longer leaves and returns once. Nobody is slowed by somebody who does not read.

  Background:
    Given Lina, Arno and Milo are on the map "Lisbon"
    And Lina has made the place "Café" with room for 5
    And Arno is at "Café"

  Rule: Whoever is back in a moment has not been away

    @critical @realtime
    Example: on the same instance
      When Arno vanishes
      And Lina moves to 10° north and 20° east
      And Arno connects again
      Then Arno is shown Lina at 10° north and 20° east
      And nobody has noticed that Arno was away
      When Milo moves to -30° north and 40° east
      Then everybody else sees Milo at -30° north and 40° east

    @realtime
    Example: on the other instance, and not for the first time
      Given Arno was away a moment ago
      When Arno vanishes
      And Lina moves to 10° north and 20° east
      And Arno connects again on the other instance
      Then Arno is shown Lina at 10° north and 20° east
      And nobody has noticed that Arno was away
      And everybody sees Arno at "Café"

    @realtime
    Example: with all devices but one, after one of them had heard nothing for a while
      Given Arno has the map open on three devices, the first of which stalls
      When Lina moves to 10° north and 20° east
      Then everybody else hears of Lina at 10° north and 20° east
      When every device of Arno but the last one loses the line
      Then nobody has noticed that Arno was away
      When Milo moves to -30° north and 40° east
      Then everybody else sees Milo at -30° north and 40° east

  Rule: What happened is kept for ten minutes, and what happens after that is heard all the same

    @realtime @needs.database
    Example: on a map of whose past nothing is kept
      Given Zoe is on the map "Oslo"
      And Zoe is on the map "Lisbon"
      When what happened on "Lisbon" was 10 minutes ago, and what happened on "Oslo" 9.7 minutes
      Then nothing of "Lisbon" is kept any more, and all of "Oslo" is
      When Lina moves to 10° north and 20° east
      Then everybody else hears of Lina at 10° north and 20° east

    @realtime @disrupts.globe @needs.lines @needs.database @GL-05
    Example: whoever cannot be told of it any more begins anew
      Given Milo has the map open on a second device
      When realtime-2 reaches neither postgres nor redis
      And Arno has left for the others, and so long ago that nothing of it is kept
      And it is back
      Then Arno is told that the stay has ended
      And the second device of Milo is told to connect again, and is shown how it is then

  Rule: Whoever takes longer leaves and returns once

    @realtime
    Example: by entering again
      When Arno vanishes
      Then Arno is gone for everybody within 5 seconds
      When Arno enters the map
      Then everybody else hears once that Arno has come
      And everybody is there, and nobody left or returned more than once

    @realtime @disrupts.globe
    Example: everybody on an instance that dies
      When realtime-2 dies and is started again
      And whoever has lost the connection connects again
      Then everybody is there, and nobody left or returned more than once

    @realtime @disrupts.globe @GL-05
    Example: but not with a device on either instance, one of which dies
      Given Milo has the map open on a second device
      When realtime-2 dies
      Then Arno is gone for everybody within 5 seconds
      And Milo is on the map, wherever one looks

    @ui @realtime @disrupts.globe @GL-05
    Example: in a browser, when its instance dies
      Given Zoe has the map open in a browser
      When realtime-2 dies
      Then the browser of Zoe says that the line broke
      And Arno is gone for everybody within 5 seconds
      When it is back
      And Lina moves to 10° north and 20° east
      Then the browser of Zoe shows Lina at 10° N, 20° E

  Rule: Whoever does not read is cut off, and slows nobody

    @critical @realtime @load @alone
    Example: somebody who talks and never listens
      Given Arno has made 25 places, each with a long description
      When Milo talks on and on without reading an answer, while Lina moves
      Then Milo is cut off for not reading, and gone for everybody
      And Arno sees all of these moves, almost all of them within 200 milliseconds
