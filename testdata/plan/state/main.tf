module "queues" {
  source = "./queues"
  count  = 2
  name   = "q${count.index}"
}

resource "aws_iam_user" "u" {
  name = "u"
}

resource "aws_iam_access_key" "k" {
  user = aws_iam_user.u.name
}

data "aws_iam_policy_document" "d" {
  statement {
    actions   = ["*"]
    resources = ["*"]
  }
}
