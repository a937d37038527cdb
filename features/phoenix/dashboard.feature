@PH-12 @ui
Feature: Dashboard
  A product owner opens the dashboard and watches: which experiments there are, where each of them is, what it saves
  so far, and at last what it has shown.

  Rule: It shows an experiment as it advances, by itself

    @critical @realtime
    Example: from its beginning to its end, in the list and on its page
      Given Uwe has created the experiment "Watched" of process-topk-v1 on 1 nodes
      And Vera has the list open in a browser, and Uwe has "Watched" open in another
      When Ada starts "Watched"
      Then both show within 2 seconds that "Watched" is running
      When Ada gives "Watched" up with the words "it has shown enough"
      Then both show within 2 seconds that "Watched" is cancelled
      And the page of Uwe says why: "it has shown enough"

    @realtime
    Example: one that is created meanwhile, in the list
      Given Uwe has created the experiment "Watched" of process-topk-v1 on 1 nodes
      And Vera has the list open in a browser, and Uwe has "Watched" open in another
      When Uwe creates the experiment "Later" of process-minimal-v1 on 1 nodes
      Then the list of Vera shows within 2 seconds that "Later" is pending, and the latest first

    @realtime @needs.control @disrupts.phoenix @PH-03
    Example: what has happened while its line was lost, and what happens afterwards
      Given Uwe has created the experiment "Watched" of process-topk-v1 on 1 nodes
      And Vera has the list open in a browser, and Uwe has "Watched" open in another
      When Ada starts "Watched"
      And api-gateway dies and is started again
      Then both show within 5 seconds that "Watched" is running
      When Ada cancels "Watched"
      Then both show within 2 seconds that "Watched" is cancelled

    @critical @needs.monitoring
    Example: what it saves while it runs
      Given the experiment "Watched" of process-aggregated-v1 is running under load
      When Vera opens "Watched" in a browser
      Then the page of Vera comes to tell how many series both pipelines have, and how many fewer
      When Ada has the candidate of "Watched" keep critical processes only
      Then in Prometheus the candidate of "Watched" has only these within 5 seconds, and its other pipeline stays
      And the page of Vera comes to tell how many series both pipelines have, and how many fewer

    @needs.monitoring
    Example: what it has shown
      Given Uwe has created the experiment "Over" of process-minimal-v1 for 2 seconds, of which the candidate gets nothing
      And Vera has the list open in a browser, and Uwe has "Over" open in another
      When Ada starts "Over"
      Then "Over" is failed within 30 seconds
      And the page of Uwe tells the result of "Over" as it is, and Vera finds the same from the list

  Rule: It shows what one may see, and nothing else

    @PH-07
    Example: another company's
      Given Uwe has created the experiment "Secret" of process-topk-v1 on 1 nodes
      When Olga opens the list in a browser, and then "Secret" by its address
      Then Olga sees nothing of "Secret", and is told that it is forbidden

    Example: whoever is not signed in
      When somebody opens the list in a browser
      Then they are asked to sign in
      When they sign in as Vera
      Then they see the list as Vera

    @realtime
    Example: whoever is signed in no more
      Given Uwe has created the experiment "Watched" of process-topk-v1 on 1 nodes
      And Vera has the list open in a browser, and Uwe has "Watched" open in another
      When Vera signs out, and the account of Uwe is closed
      Then both of them are asked to sign in

  Rule: What somebody has written is shown as it is written

    Example: markup in a name and in a reason
      Given Uwe has created an experiment with markup in its name and description
      When Vera opens it in a browser
      Then the page of Vera shows it to the letter, and nothing of it has run

  Rule: It fits a phone

    Example: on a narrow screen
      Given Uwe has created the experiment "Watched" of process-topk-v1 on 1 nodes
      When Vera opens the list and "Watched" on a phone
      Then nothing on either page is wider than the screen

  Rule: Everybody can use it

    Example: on a desktop and a phone, in the light and in the dark
      Given Uwe has created the experiment "Watched" of process-topk-v1 on 1 nodes
      Then nothing keeps anybody from using the pages, on a desktop or a phone, in the light or in the dark
