control "Baseline.8" {
  slug     = "iam-role-trust-no-wildcard"
  aliases  = []
  severity = "critical"
  category = ["Protect", "Secure access management"]
  title = {
    en = "Trust policies do not let just anyone assume a role"
    ja = "ロールの信頼ポリシーで不特定の相手に引き受けを許可していない"
  }
  why = {
    en = "A role that anyone may assume is an open door: an attacker needs only its ARN. The same holds for a role of GitHub Actions that does not name the repository."
    ja = "誰でも引き受けられるロールは、ARN さえ分かれば攻撃者に利用されます。リポジトリを指定していない GitHub Actions 用のロールも同様です。"
  }
  decides = "checked"
  notes = {
    en = "A control of this project. It follows item 7 of AWS's Top 10 security items to improve in your AWS account (review IAM roles; resources shared outside the account) and SEC03-BP07. A condition on an external id does not count, because it is no secret; conditions on organization, account, source ARN, VPC or address do."
    ja = "本プロジェクト独自のコントロールです。AWS の「AWS アカウントのセキュリティを改善するための 10 か条」の第 7 条 (IAM ロールの確認、アカウント外に共有されたリソースの把握) と SEC03-BP07 に対応します。外部 ID は秘密情報ではないため限定とみなさず、組織、アカウント、送信元の ARN、VPC、アドレスによる条件は認めます。"
  }
  frameworks = {
    "aws-well-architected-security" = ["SEC03-BP02", "SEC03-BP07", "SEC03-BP09"]
  }

  check "aws_iam_role" {
    locals {
      allowed = [for statement in try(policy(attrs.assume_role_policy).statements, []) : statement if statement.effect == "Allow"]
      github = [for statement in local.allowed : statement if any([
        for principal in statement.principals : all([principal.type == "Federated", endswith(target(principal.id) == null ? principal.id : default(attribute(target(principal.id), "url"), ""), "token.actions.githubusercontent.com")])
      ])]
    }
    enforce {
      condition = !any([for statement in local.allowed : is_public_principal(statement) && !restricts_access(statement)])
      at        = "assume_role_policy"
      error_message = {
        en = "anyone in any AWS account may assume the role"
        ja = "すべての AWS アカウントからロールを引き受けられる"
      }
    }
    enforce {
      condition = all([for statement in local.github : any([for condition in statement.conditions : all([
        endswith(lower(condition.key), ":sub"),
        all([for value in condition.values : length(regexall("^repo:[^*?/]+/", value)) > 0]),
      ])])])
      at = "assume_role_policy"
      error_message = {
        en = "workflows of any GitHub repository may assume the role"
        ja = "任意の GitHub リポジトリのワークフローからロールを引き受けられる"
      }
    }
    no_fix = {
      en = "only the owner knows who shall assume the role: name those accounts, roles or repositories, or confine the statement with aws:PrincipalOrgID"
      ja = "ロールを引き受けるべき相手は管理者にしか分からない。対象のアカウント、ロール、リポジトリを列挙するか、aws:PrincipalOrgID で組織内に限定する"
    }
  }

  remediation {
    console = {
      en = ["Open the role in the IAM console and choose Trust relationships.", "Replace the wildcard by the principals that need the role, or add a condition on aws:PrincipalOrgID or on the repository.", "Update the policy and check the findings of IAM Access Analyzer."]
      ja = ["IAM コンソールでロールを開き「信頼関係」タブを選ぶ。", "ワイルドカードを必要なプリンシパルに置き換えるか、aws:PrincipalOrgID やリポジトリの条件を加える。", "ポリシーを更新し、IAM Access Analyzer の検出結果を確認する。"]
    }
    cli = "aws iam update-assume-role-policy --role-name ROLE --policy-document file://trust.json"
  }

  example "fail" "anyone" {
    resource "aws_iam_role" "shared" {
      name = "shared"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "*" } }]
      })
    }

    resource "aws_iam_role" "tagged" {
      name = "tagged"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = "*", Condition = { StringEquals = { "sts:ExternalId" = "example" } } }]
      })
    }
  }

  example "fail" "any repository" {
    resource "aws_iam_role" "no_subject" {
      name = "no_subject"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, Condition = { StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" } } }]
      })
    }

    resource "aws_iam_role" "any_owner" {
      name = "any_owner"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, Condition = { StringLike = { "token.actions.githubusercontent.com:sub" = "repo:*" } } }]
      })
    }

    resource "aws_iam_role" "no_condition" {
      name = "no_condition"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" } }]
      })
    }
  }

  example "fail" "one subject of two is open" {
    resource "aws_iam_role" "deploy" {
      name = "deploy"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, Condition = { StringLike = { "token.actions.githubusercontent.com:sub" = ["repo:example/app:*", "repo:*/app:ref:refs/heads/main"] } } }]
      })
    }
  }

  example "fail" "any repository, by a provider of the configuration" {
    resource "aws_iam_openid_connect_provider" "github" {
      url            = "https://token.actions.githubusercontent.com"
      client_id_list = ["sts.amazonaws.com"]
    }

    resource "aws_iam_role" "deploy" {
      name = "deploy"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = aws_iam_openid_connect_provider.github.arn }, Condition = { StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" } } }]
      })
    }
  }

  example "pass" "providers and roles of the configuration" {
    resource "aws_iam_openid_connect_provider" "cluster" {
      url            = "https://oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE"
      client_id_list = ["sts.amazonaws.com"]
    }

    resource "aws_iam_role" "service" {
      name = "service"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = aws_iam_openid_connect_provider.cluster.arn } }]
      })
    }

    resource "aws_iam_role" "child" {
      name = "child"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = aws_iam_role.service.arn } }]
      })
    }
  }

  example "pass" "services, accounts and one organization" {
    resource "aws_iam_role" "service" {
      name = "service"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
      })
    }

    resource "aws_iam_role" "account" {
      name = "account"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::111122223333:root" } }]
      })
    }

    resource "aws_iam_role" "organization" {
      name = "organization"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "*" }, Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-abcde12345" } } }]
      })
    }

    resource "aws_iam_role" "denied" {
      name = "denied"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Deny", Action = "sts:AssumeRole", Principal = "*" }]
      })
    }
  }

  example "pass" "one repository, another provider" {
    resource "aws_iam_role" "deploy" {
      name = "deploy"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, Condition = { StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" }, StringLike = { "token.actions.githubusercontent.com:sub" = "repo:example/app:*" } } }]
      })
    }

    resource "aws_iam_role" "people" {
      name = "people"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRoleWithSAML", Principal = { Federated = "arn:aws:iam::111122223333:saml-provider/directory" } }]
      })
    }

    resource "aws_iam_role" "denied" {
      name = "denied"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Deny", Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" } }]
      })
    }
  }

  example "unknown" "the principal is decided at apply" {
    resource "terraform_data" "principal" {
      input = "*"
    }

    resource "aws_iam_role" "shared" {
      name = "shared"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = terraform_data.principal.output } }]
      })
    }
  }
}
