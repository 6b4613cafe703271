control "Redshift.8" {
  slug     = "redshift-cluster-custom-admin-name"
  aliases  = []
  severity = "medium"
  category = ["Identify", "Resource Configuration"]
  title = {
    en = "Redshift clusters have an administrator name of their own"
    ja = "Redshift クラスターの管理者ユーザー名が既定値ではない"
  }
  why = {
    en = "awsuser is the first name that an attacker tries; a name of one's own makes guessing harder."
    ja = "awsuser は攻撃者が最初に試す名前です。独自の名前にすれば推測されにくくなります。"
  }
  decides = "checked"
  config_rule = "redshift-default-admin-check"
  frameworks = {
    "aws-fsbp"       = ["Redshift.8"]
    "nist-800-53-r5" = ["CA-9(1)", "CM-2"]
  }

  check "aws_redshift_cluster" {
    # A restored cluster has the administrator of its snapshot.
    filter = is_set(attrs.master_username)
    enforce {
      condition = attrs.master_username != "awsuser"
      at        = "master_username"
      error_message = {
        en = "the administrator is called awsuser"
        ja = "管理者名が awsuser のままになっている"
      }
    }
    fix {
      class  = "needs-input"
      impact = "replaces"
      summary = {
        en = "give the administrator a name of its own"
        ja = "管理者に独自の名前を付ける"
      }
      warning = {
        en = "An existing cluster is destroyed and created empty."
        ja = "既存のクラスターは削除され、空の状態で作り直されます。"
      }
      input "redshift_master_username" {
        description = {
          en = "Administrator name of the Redshift cluster, other than awsuser"
          ja = "Redshift クラスターの管理者名 (awsuser 以外)"
        }
      }
      set = { master_username = var.redshift_master_username }
    }
  }

  remediation {
    console = {
      en = ["The name cannot be changed: create a new cluster with another name in the Redshift console.", "Move the data, and delete the old cluster."]
      ja = ["名前は変更できないため、Redshift コンソールで別の名前を指定して新しいクラスターを作成する。", "データを移行し、古いクラスターを削除する。"]
    }
    cli = "aws redshift create-cluster --cluster-identifier NEW --node-type TYPE --master-username NAME --manage-master-password"
  }

  example "fail" "awsuser" {
    resource "aws_redshift_cluster" "dw" {
      cluster_identifier     = "dw"
      node_type              = "ra3.large"
      master_username        = "awsuser"
      manage_master_password = true
      skip_final_snapshot    = true
    }
  }

  example "fixed" "awsuser" {
    variable "redshift_master_username" {
      type    = string
      default = "warehouse"
    }

    resource "aws_redshift_cluster" "dw" {
      cluster_identifier     = "dw"
      node_type              = "ra3.large"
      master_username        = var.redshift_master_username
      manage_master_password = true
      skip_final_snapshot    = true
    }
  }

  example "fail" "awsuser by a variable" {
    variable "admin" {
      default = "awsuser"
    }

    resource "aws_redshift_cluster" "dw" {
      cluster_identifier     = "dw"
      node_type              = "ra3.large"
      master_username        = var.admin
      manage_master_password = true
      skip_final_snapshot    = true
    }
  }

  example "pass" "a name of its own" {
    resource "aws_redshift_cluster" "dw" {
      cluster_identifier     = "dw"
      node_type              = "ra3.large"
      master_username        = "warehouse"
      manage_master_password = true
      skip_final_snapshot    = true
    }
  }

  example "pass" "restored from a snapshot" {
    resource "aws_redshift_cluster" "restored" {
      cluster_identifier  = "restored"
      node_type           = "ra3.large"
      snapshot_identifier = "weekly"
      skip_final_snapshot = true
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = "warehouse"
    }

    resource "aws_redshift_cluster" "dw" {
      cluster_identifier     = "dw"
      node_type              = "ra3.large"
      master_username        = tostring(terraform_data.later.output)
      manage_master_password = true
      skip_final_snapshot    = true
    }
  }

  example "pass" "beside one that is restored from a snapshot, which is not judged" {
    resource "aws_redshift_cluster" "dw" {
      cluster_identifier     = "dw"
      node_type              = "ra3.large"
      master_username        = "warehouse"
      manage_master_password = true
      skip_final_snapshot    = true
    }

    resource "aws_redshift_cluster" "restored" {
      cluster_identifier  = "restored"
      node_type           = "ra3.large"
      snapshot_identifier = "dw-of-yesterday"
      skip_final_snapshot = true
    }
  }
}
