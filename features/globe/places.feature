@GL-03
Feature: Places
  Whoever is on a map may put a place on it where people gather, change it, and take it away
  again. Everybody on the map sees it at once, and places keep their distance.

  Background:
    Given Zoe is on the map "Oslo"
    And Lina, Arno and Milo are on the map "Lisbon"

  Rule: What anybody does with a place is seen by everybody on the map, and by nobody else

    @critical @realtime
    Example: a new place
      When Arno makes the place "Café" with room for 7
      Then everybody sees that there is "Café", once and as it is
      And Zoe on "Oslo" neither hears nor finds anything of it
      And Zoe can do nothing with "Café"

    @realtime
    Example: somebody changes the place of somebody else
      Given Arno has made the place "Café" with room for 5
      And Lina has made the place "Bench" at 10° N, 10° E
      When Milo changes "Café" to "Çay Evi ☕" with room for 3, saying "Nur Tee <b>& Kuchen</b>"
      Then everybody sees that "Çay Evi ☕" has changed, once and as it is
      And Zoe on "Oslo" neither hears nor finds anything of it

    @realtime
    Example: somebody takes away the place of somebody else, where people are
      Given Arno has made the place "Café" with room for 5
      And Arno and Milo are at "Café"
      When Lina takes "Café" away
      Then everybody sees that "Café" is gone
      And Arno is on the map, wherever one looks
      And Zoe on "Oslo" neither hears nor finds anything of it

    @realtime
    Example: somebody takes away one of two places where people are
      Given Arno has made the place "Café" with room for 5
      And Arno has made the place "Bench" at 10° N, 10° E
      And Milo is at "Café"
      And Arno and Lina are at "Bench"
      When Milo takes "Café" away
      Then everybody sees that "Café" is gone
      And everybody sees Lina and Arno at "Bench"

    @realtime
    Example: whoever comes later
      Given Arno has made the place "Café" with room for 5
      And Milo has changed "Café" to "Tea House" with room for 3
      When Zoe comes to "Lisbon" as well
      Then Zoe is shown "Tea House", once and as it is

    @ui @realtime
    Example: in the browser
      Given Zoe has the map open in a browser
      When Arno makes the place "Café" with room for 7
      Then the browser of Zoe shows the place "Café" with room for 7
      When Milo changes "Café" to "Tea House" with room for 3
      Then the browser of Zoe shows the place "Tea House" with room for 3
      When Lina takes "Tea House" away
      Then the browser of Zoe shows no place

  Rule: There is room for everybody who is there already

    @realtime
    Example: fewer than are there
      Given Lina has made the place "Café" with room for 5
      And Arno and Milo are at "Café"
      When Lina tries to leave "Café" room for 1
      Then it is refused as too small, and nobody hears anything of it
      And everybody sees Arno and Milo at "Café"

    @GL-04
    Example: as many as are there
      Given Lina has made the place "Café" with room for 5
      And Arno and Milo are at "Café"
      When Milo changes "Café" to "Tea House" with room for 2
      Then everybody sees that "Tea House" has changed, once and as it is
      When Lina tries to join "Tea House"
      Then there is no room, and nobody hears of it
      And everybody sees Arno and Milo at "Tea House"

  Rule: No place is nearer than 100 metres to the next

    Scenario Outline: to the <direction> of one of several
      Given Lina has made these places
        | place | where             |
        | Bench | 10° N, 10° E      |
        | Café  | 48.85° N, 2.35° E |
        | Quay  | 20° S, 10° E      |
      When Arno tries to make a place 99.9 metres to the <direction> of "Café"
      Then it is refused as too near, and nobody hears anything of it
      When Arno makes the place "Kiosk" 100.1 metres to the <direction> of "Café"
      Then everybody sees that there is "Kiosk", once and as it is

      Examples:
        | direction  |
        | north-east |
        | south-east |
        | south-west |
        | north-west |

    Example: where one has been taken away
      Given Lina has made the place "Café" at 48.85° N, 2.35° E
      When Arno takes "Café" away
      Then everybody sees that "Café" is gone
      When Milo makes the place "Kiosk" at 48.85° N, 2.35° E
      Then everybody sees that there is "Kiosk", once and as it is

    Example: on another map
      Given Lina has made the place "Café" at 48.85° N, 2.35° E
      Then Zoe can make the place "Kiosk" at 48.85° N, 2.35° E on "Oslo"

    @critical @GL-09
    Example: two at the same spot at the same instant
      When Lina, Arno and Milo each make a place at the same spot at the same instant, again and again
      Then each time one of them has made it, and the others were told of it

  Rule: A map has room for 200 places

    Example: the last one, and one more
      Given Lina has made 199 places
      And Zoe has made the place "Elsewhere" at 10° N, 10° E on "Oslo"
      When Arno makes the place "Café" with room for 5
      Then everybody sees that there is "Café", once and as it is
      And there are 200 places on the map, for everybody
      When Milo tries to make one more place
      Then it is refused as too many, and nobody hears anything of it

    Example: one more where one has been taken away
      Given Lina has made 199 places
      And Arno has made the place "Café" with room for 5
      When Milo takes "Café" away
      And Milo makes the place "Kiosk" with room for 5
      Then there are 200 places on the map, for everybody

  Rule: One may ask for the places of a part of the map

    Example: whichever part it is
      Given Zoe has made the place "Elsewhere" at 10° N, 10° E on "Oslo"
      And Lina has made these places
        | place   | where           |
        | Bridge  | 10° N, 10° E    |
        | Café    | 10.5° N, 11° E  |
        | Quay    | 12° N, 12° E    |
        | Shoal   | 10° S, 179.5° E |
        | Reef    | 10° S, 179.5° W |
        | Buoy    | 0° N, 180° W    |
        | Dock    | 30° N, 180° E   |
        | Camp    | 90° N, 100° W   |
        | Station | 90° S, 45° E    |
      And Arno and Milo are at "Café"
      Then Arno finds in each part just these places
        | part                                   | south-west      | north-east     | places                                                     |
        | some of them                           | 9° N, 9° E      | 11° N, 11.5° E | Bridge, Café                                               |
        | its edges are part                     | 10° N, 10° E    | 12° N, 12° E   | Bridge, Café, Quay                                         |
        | a single spot                          | 12° N, 12° E    | 12° N, 12° E   | Quay                                                       |
        | just beside                            | 10.6° N, 9° E   | 11.9° N, 13° E | nothing                                                    |
        | over the date line                     | 20° S, 179° E   | 5° S, 179° W   | Reef, Shoal                                                |
        | over the date line, with its edges     | 10° S, 179.5° E | 0° N, 179.5° W | Buoy, Reef, Shoal                                          |
        | up to the date line                    | 20° S, 179° E   | 5° S, 180° E   | Shoal                                                      |
        | the date line, by its other name       | 1° S, 170° E    | 1° N, 180° E   | Buoy                                                       |
        | the same, from the other side          | 29° N, 180° W   | 31° N, 170° W  | Dock                                                       |
        | nothing but the date line              | 1° S, 180° E    | 40° N, 180° W  | Buoy, Dock                                                 |
        | the other way around                   | 20° S, 179° W   | 5° S, 179° E   | nothing                                                    |
        | the pole, at no matter which longitude | 90° S, 0° E     | 80° S, 1° E    | Station                                                    |
        | the other pole                         | 80° N, 0° E     | 90° N, 1° E    | Camp                                                       |
        | all the world                          | 90° S, 180° W   | 90° N, 180° E  | Bridge, Buoy, Café, Camp, Dock, Quay, Reef, Shoal, Station |

    Scenario Outline: <part> is no part of a map
      When Arno asks for the places <part>
      Then it is refused because of <edge>

      Examples:
        | part                              | edge           |
        | of a part without its north       | north_east.lat |
        | from 11° N, 1° E to 10° N, 2° E   | south_west.lat |
        | from 10° N, 181° W to 11° N, 2° E | south_west.lng |
        | from 10° N, 1° E to 90.5° N, 2° E | north_east.lat |
