resource "terraform_data" "ids" {
  input = ["a", "b"]
}

resource "aws_sqs_queue" "q" {
  for_each = { a = terraform_data.ids.output, b = "known" }
  name     = "q-${each.key}"
  tags     = { v = jsonencode(each.value) }
}

module "m" {
  source = "./m"
  vpc_id = aws_vpc.v.id
  cidrs  = [aws_vpc.v.cidr_block, "10.9.0.0/16"]
}

resource "aws_vpc" "v" {
  cidr_block = "10.0.0.0/16"
}
