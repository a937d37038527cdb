@VZ-04
Feature: Dashboard when a service is away
  The dashboard is put together from what several services know. While one of them is away people
  still find the rest of it, and are told what is missing; it comes back without their doing.

  Background:
    Given Arno has published "Night Bus" and "Day Train"
    And Lina has listened to "Night Bus"
    And Zoe has listened to "Day Train"
    And the dashboards of Lina and Zoe are whole

  Rule: What is missing is named, and everything else is right

    @critical @ui @needs.control @disrupts.veza
    Example: recommendations, in the browser
      When stream-server stops
      And Lina opens her dashboard in the browser
      Then the dashboards of Lina and Zoe lack their recommendations, and nothing else
      And Lina reads that her recommendations are missing, and everything else of her dashboard
      And the page of Lina goes on asking for it, however long she leaves it open
      And they come back by themselves, on the page that Lina looks at, when all is mended

    @ui @needs.database @disrupts.veza
    Example: recent activity, in the browser
      When the activity of people cannot be looked up
      And Lina opens her dashboard in the browser
      Then the dashboards of Lina and Zoe lack their recent activity, and nothing else
      And Lina reads that her recent activity is missing, and everything else of her dashboard
      And they come back by themselves, on the page that Lina looks at, when all is mended

    @needs.control @needs.database @disrupts.veza
    Example: while a service hangs, and then one part more is missing
      When stream-server hangs
      Then the dashboards of Lina and Zoe lack their recommendations, and nothing else
      When the activity of people cannot be looked up
      Then the dashboards of Lina and Zoe lack their recommendations and their recent activity, and nothing else
      And the dashboards of Lina and Zoe are whole again when all is mended

    @needs.lines @disrupts.veza
    Scenario Outline: while the line to it <breaks>
      When the line between web and stream-server <breaks>
      Then the dashboards of Lina and Zoe lack their recommendations, and nothing else
      And the dashboards of Lina and Zoe are whole again when all is mended

      Examples:
        | breaks     |
        | is cut     |
        | breaks off |

  Rule: Without the people themselves there is no dashboard, and none is made up

    @needs.control @disrupts.veza
    Example: while nobody knows them
      When backend-api stops
      And Lina asks for her dashboard
      Then Lina is asked to try again later
      And the dashboards of Lina and Zoe are whole again when all is mended
