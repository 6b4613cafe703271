moved {
  from = aws_sqs_queue.old
  to   = aws_sqs_queue.new
}
moved {
  from = module.before
  to   = module.after
}
removed {
  from = aws_sns_topic.gone
  lifecycle {
    destroy = false
  }
}
check "health" {
  data "aws_iam_policy_document" "probe" {
    statement {
      actions   = ["s3:*"]
      resources = ["*"]
    }
  }
  assert {
    condition     = length(data.aws_iam_policy_document.probe.json) > 0
    error_message = "the document is empty"
  }
}
check "plain" {
  assert {
    condition     = aws_sqs_queue.new.delay_seconds < 100
    error_message = "${aws_sqs_queue.new.name} waits"
  }
}
resource "aws_sqs_queue" "new" {
  name          = "new"
  delay_seconds = 90
  lifecycle {
    prevent_destroy       = true
    create_before_destroy = false
    replace_triggered_by  = [terraform_data.trigger]
    precondition {
      condition     = length(terraform.workspace) > 1
      error_message = "never"
    }
    postcondition {
      condition     = self.delay_seconds > 1
      error_message = "never ${self.name}"
    }
  }
}
resource "terraform_data" "trigger" {
  input            = { a = ["b", 1], c = "queue" }
  triggers_replace = [1, "x"]
  provisioner "local-exec" {
    command = "echo ${self.id}"
    when    = destroy
  }
}
module "after" {
  source = "./m"
}
output "trigger" { value = terraform_data.trigger.input }
