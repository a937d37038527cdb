@GL-04
Feature: Gathering
  People gather at places of the map, as many as there is room for, and everybody sees who is
  there. Two make a talk.

  Background:
    Given Lina, Arno and Milo are on the map "Lisbon"

  Rule: Everybody sees who is there

    @critical @realtime
    Example: two come, one after the other
      Given Lina has made the place "Café" with room for 5
      When Arno joins "Café"
      Then everybody sees Arno at "Café"
      When Milo joins "Café"
      And Arno moves to 10° north and 20° east
      Then everybody sees Arno and Milo at "Café"

    @realtime
    Example: a third one comes
      Given Lina has made the place "Café" with room for 5
      And Arno and Milo are at "Café"
      Then everybody sees Arno and Milo at "Café"
      When Lina joins "Café"
      Then everybody sees Lina, Arno and Milo at "Café"
      When Arno goes from "Café"
      Then everybody sees Lina and Milo at "Café"

    @realtime
    Example: somebody goes from one place to another
      Given Lina has made the place "Café" with room for 5
      And Arno has made the place "Bench" at 10° N, 10° E
      And Arno and Milo are at "Café"
      When Milo joins "Bench"
      Then everybody sees Arno at "Café"
      And everybody sees Milo at "Bench"

    @realtime
    Example: all who were at one place go to another
      Given Lina has made the place "Café" with room for 5
      And Arno has made the place "Bench" at 10° N, 10° E
      And Arno and Milo are at "Café"
      When Milo joins "Bench"
      And Arno joins "Bench"
      Then everybody sees nobody at "Café"
      And everybody sees Arno and Milo at "Bench"

    @realtime
    Example: two go, one after the other
      Given Lina has made the place "Café" with room for 5
      And Arno has the map open on a second device
      And Arno and Milo are at "Café"
      When Arno goes from "Café"
      Then everybody sees Milo at "Café"
      When Milo goes from "Café"
      Then everybody sees nobody at "Café"

    @realtime
    Example: one goes and comes back, before the other goes
      Given Lina has made the place "Café" with room for 5
      And Arno and Milo are at "Café"
      When Arno goes from "Café"
      And Arno joins "Café"
      And Milo goes from "Café"
      Then everybody sees Arno at "Café"

    Example: nobody is there twice, not even where there is no room
      Given Lina has made the place "Café" with room for 1
      And Arno is at "Café"
      When Arno tries to join "Café"
      Then it cannot be, because they are there already, and nobody hears of it
      And everybody sees Arno at "Café"

    @realtime
    Example: nobody is at two places, however soon they go on
      Given Lina has made the place "Café" with room for 5
      And Arno has made the place "Bench" at 10° N, 10° E
      When Milo joins "Café" and "Bench" at the same instant, again and again
      Then Milo is at one of "Café" and "Bench", for everybody

    Example: nobody goes from where they are not
      Given Lina has made the place "Café" with room for 5
      And Arno has made the place "Bench" at 10° N, 10° E
      And Milo is at "Bench"
      When Milo tries to go from "Café"
      Then it cannot be, because they are not there, and nobody hears of it
      And everybody sees Milo at "Bench"

    @realtime
    Example: whoever leaves the map is there no more
      Given Lina has made the place "Café" with room for 5
      And Arno and Milo are at "Café"
      When Arno leaves the map
      Then everybody sees Milo at "Café"

    @ui @realtime
    Example: in the browser
      Given Lina has made the place "Café" with room for 5
      And Zoe has the map open in a browser
      When Arno joins "Café"
      And Milo joins "Café"
      Then the browser of Zoe shows Arno and Milo at the place "Café"

  Rule: There are never more than there is room for

    Example: the one who is too many
      Given Lina has made the place "Bench" with room for 2
      And Arno has made the place "Café" at 10° N, 10° E
      And Milo is at "Café"
      And Lina and Arno are at "Bench"
      When Milo tries to join "Bench"
      Then there is no room, and nobody hears of it
      And everybody sees Milo at "Café"

    @critical @realtime
    Example: many who join at the same instant
      Given Lina has made the place "Bench" with room for 3
      When twelve people try to join "Bench" at the same instant, again and again, while Lina watches
      Then "Bench" has never held more than it has room for, and nobody was sent away from free room
      When Milo changes "Bench" to "Hall" with room for 12
      And all twelve join "Hall" at the same instant
      Then everybody sees all twelve at "Hall"
