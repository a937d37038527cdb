@ui
Feature: The auditor's page
  An auditor needs no program but a browser: to find a change, to read what was said before and
  after, and to see that nobody has touched the records.

  @AU-03
  Rule: A change is found, and read

    @critical
    Scenario Outline: at <viewport> width
      Given Olga has made the object type "Depot"
      And Piotr has changed "Depot" to "The <b>Dépôt</b> 🚉 of the north"
      And each version of "Depot" is recorded
      When Nora signs in to the page, at <viewport> width
      And Nora searches the page for object types that Piotr has changed
      Then the change of "Depot" is shown, and opened it says all that is recorded of it

      Examples:
        | viewport |
        | desktop  |
        | phone    |

    Example: among many, page by page
      Given Olga has made the object type "Tram", and changed it 30 times
      And Olga and Piotr have made, changed and deleted documents, and somebody has failed to sign in
      When Nora signs in to the page, at phone width
      Then however Olga's deeds are narrowed down, the page shows what a search finds, page by page
      And whatever was done, and each version of "Tram", opened there says all that is recorded of it
      And once Nora has signed out, nobody sees anything there

  @AU-09 @needs.database @disrupts.audit
  Rule: The integrity check can be read there as well

    Background:
      Given Olga has made the object type "Depot"
      And Piotr has changed "Depot" to "Depot of the north"
      And Olga has changed "Depot" to "Depot of the south"
      And each version of "Depot" is recorded
      And Nora has signed in to the page, at desktop width

    Example: all is whole
      Then the integrity check of the page says that all is as it was recorded

    @critical
    Example: a record was changed
      When of the middle record of "Depot" a value in it is changed
      Then the integrity check of the page names that record

  @AU-10
  Rule: Whoever may not read records reads none there

    Example: a developer
      Given Olga has made the object type "Depot"
      When Olga signs in to the page, at desktop width
      Then the page says that Olga may not read records, and shows none of "Depot"

  @AU-03
  Rule: Everybody can use it

    Example: on a desktop and a phone, in the light and in the dark
      Given Olga has made the object type "Depot"
      And Piotr has changed "Depot" to "Depot of the north"
      And each version of "Depot" is recorded
      Then nothing keeps anybody from using the pages, on a desktop or a phone, in the light or in the dark
