@GL-01
Feature: Entering a map
  Whoever enters a map is there at once for everybody on it, and for Globe itself: as long as
  they show a sign of life now and then, and never twice.

  Background:
    Given Lina and Arno are on the map "Lisbon"

  Rule: Whoever enters is there for everybody

    @critical @realtime
    Example: somebody enters
      When Milo enters the map
      Then everybody else hears once that Milo has come
      And Milo is on the map, wherever one looks
      When Zoe enters the map
      Then everybody else hears once that Zoe has come
      And Zoe is on the map, wherever one looks

    @realtime
    Example: somebody whom an admin brings in
      When Olga brings Milo to the map
      Then everybody else hears once that Milo has come
      And Milo is on the map, wherever one looks

    @ui @realtime
    Example: in the browser of somebody who is there
      Given Zoe has the map open in a browser
      When Milo enters the map
      Then the browser of Zoe shows Milo
      And the browser of Zoe shows Lina

  Rule: Presence lasts half an hour from the last sign of life

    @realtime @GL-05
    Example: a sign of life
      Given Lina has made the place "Café" with room for 5
      When Milo enters the map
      And Milo joins "Café"
      Then the presence of Milo is kept for half an hour
      And a sign of life of Milo begins another half an hour

    @ui @realtime @GL-16
    Example: of somebody who only looks on
      When Zoe has the map open in a browser for 30 seconds
      Then Zoe has shown a sign of life

  Rule: Nobody is twice on a map

    @GL-09
    Example: entering once more, and not for the first time
      When Milo enters the map
      And Milo leaves the map
      And Milo enters the map
      And Milo tries to enter the map once more
      Then Milo is told each time that there is a session already

    @GL-09
    Example: entering many times at the same moment
      When Milo tries ten times at once to enter the map
      Then Milo is let in once
